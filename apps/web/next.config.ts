import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `tsc` checks the types with the tests; a start on a fresh machine should not pay for it a second time.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default config;
