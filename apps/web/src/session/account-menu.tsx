'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { graphql } from '../graphql/generated';
import { request } from '../graphql/request';
import styles from '../lattice/masthead.module.css';
import { visible } from '../words/visible';

const SignOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

/** Who is signed in, and the way out. */
export function AccountMenu({ name, role }: { name: string; role: string }) {
  const router = useRouter();
  const cache = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const signOut = async () => {
    try {
      await request(SignOut, {});
      router.replace('/sign-in');
      cache.clear();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  const shown = visible(name);
  const initials = [...shown].slice(0, 2).join('').toUpperCase();
  return (
    <>
      <button
        type="button"
        className={styles.who}
        popoverTarget="account"
        aria-label={`${initials}, account of ${shown}`}
        title={shown}
      >
        {initials}
      </button>
      <div id="account" popover="auto" className={styles.menu}>
        <p className="text-ui">
          <b>{shown}</b>
          <br />
          <span className="text-ink-2">{visible(role)}</span>
        </p>
        {failure !== null && <p role="alert">Still signed in: {failure}</p>}
        <button type="button" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </>
  );
}
