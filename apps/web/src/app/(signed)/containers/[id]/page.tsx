import type { Metadata } from 'next';
import { ContainerPage } from '../../../../container/container-page';

export const metadata: Metadata = { title: 'Container' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <ContainerPage id={decodeURIComponent((await params).id)} />;
}
