import type { Metadata } from 'next';
import { NewRulePage } from '../../../../rules/new-rule-page';

export const metadata: Metadata = { title: 'A new rule' };

export default function Page() {
  return <NewRulePage />;
}
