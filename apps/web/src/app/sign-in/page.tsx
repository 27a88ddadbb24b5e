import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Mark } from '../../lattice/mark';
import { SignInForm } from '../../session/sign-in-form';
import styles from '../../session/sign-in.module.css';
import { cx } from '../../words/cx';

export const metadata: Metadata = { title: 'Sign in' };

function Panel({ className }: { className?: string | undefined }) {
  return (
    <div className={cx(styles.panel, className)} aria-hidden="true">
      <svg viewBox="0 0 4 12" preserveAspectRatio="none">
        <path d="M1 0V12M2 0V12M3 0V12M0 1.5H4M0 3H4M0 4.5H4M0 6H4M0 7.5H4M0 9H4" />
      </svg>
      <div className={styles.foot} />
    </div>
  );
}

export default function SignInPage() {
  return (
    <main id="main" className={styles.room}>
      {[0, 1, 2, 3, 4, 5].map((index) => (
        <Panel key={index} className={index > 2 ? styles.wide : undefined} />
      ))}
      <div className={styles.gap}>
        <div className={styles.brand}>
          <Mark />
          <span>Shoji</span>
        </div>
        <Suspense>
          <SignInForm />
        </Suspense>
        <p className={styles.note}>
          The first password stands in <code>initial-admin-password</code> in the data directory.
        </p>
      </div>
      <Panel className={styles.after} />
    </main>
  );
}
