import type { Metadata } from 'next';
import { DriftPage } from '../../../drift/drift-page';

export const metadata: Metadata = { title: 'Drift' };

export default function Page() {
  return <DriftPage />;
}
