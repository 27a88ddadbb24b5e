import type { Metadata } from 'next';
import { FleetPage } from '../../fleet/fleet-page';

export const metadata: Metadata = { title: 'Overview' };

export default function Page() {
  return <FleetPage />;
}
