import type { Metadata } from 'next';
import { HostPage } from '../../../../hosts/host-page';

export const metadata: Metadata = { title: 'Host' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <HostPage id={decodeURIComponent((await params).id)} />;
}
