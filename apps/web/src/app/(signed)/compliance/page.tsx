import type { Metadata } from 'next';
import { CompliancePage } from '../../../compliance/compliance-page';

export const metadata: Metadata = { title: 'Compliance' };

export default function Page() {
  return <CompliancePage />;
}
