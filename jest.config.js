/** The quick part: what stands beside its source and needs no kernel, browser, database or second process. */
export const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^@shoji/(posture|procfs|rules|escape|changes|risk|drift|custom-rules)$':
      '<rootDir>/packages/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/', '/.next/', '/.shoji/'],
};

export default {
  ...base,
  testMatch: ['<rootDir>/{packages,apps,scripts}/**/*.test.ts'],
};
