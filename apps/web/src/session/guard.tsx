'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { RequestError } from '../graphql/request';
import { useStatus } from '../lattice/status';
import { signInPath } from './target';

/**
 * Sends who is not signed in to the sign-in page, and remembers where they were going. It is a courtesy only: the API
 * authorises every question by itself.
 */
export function Guard({ children }: { children: ReactNode }) {
  const { data, error } = useStatus();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams().toString();
  const signedOut =
    (error instanceof RequestError && error.code === 'SIGNED_OUT') || (data !== undefined && !data.viewer);
  useEffect(() => {
    if (signedOut) router.replace(signInPath(search === '' ? path : `${path}?${search}`));
  }, [signedOut, router, path, search]);
  return signedOut ? null : children;
}
