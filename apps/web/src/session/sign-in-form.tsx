'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { graphql } from '../graphql/generated';
import { request } from '../graphql/request';
import { safeTarget } from './target';
import styles from './sign-in.module.css';

const SignIn = graphql(`
  mutation SignIn($name: String!, $password: String!) {
    signIn(name: $name, password: $password) {
      name
    }
  }
`);

/** Name and password. What went wrong is said in words, in ink; the password is asked for again. */
export function SignInForm() {
  const router = useRouter();
  const cache = useQueryClient();
  const target = safeTarget(useSearchParams().get('to'));
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    setFailure(null);
    try {
      await request(SignIn, { name: field('name'), password: field('password') });
      cache.clear();
      router.replace(target);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  return (
    <form className="grid gap-[14px]" method="post" onSubmit={(event) => void submit(event)}>
      <h1 className={styles.title}>Sign in</h1>
      {failure !== null && (
        <p role="alert" className="border-l-2 border-ink pl-3">
          {failure}
        </p>
      )}
      <label className={styles.label}>
        Name
        <input className={styles.input} name="name" autoComplete="username" autoCapitalize="none" required />
      </label>
      <label className={styles.label}>
        Password
        <input
          className={styles.input}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
      </label>
      <button type="submit" className="btn btn-ink h-[42px]" disabled={busy}>
        Sign in
      </button>
    </form>
  );
}
