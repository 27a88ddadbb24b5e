'use client';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import layout from '../container/container.module.css';
import { useStatus } from '../lattice/status';
import { blank, examples } from './examples';
import { RuleForm } from './rule-form';

/** Writes a rule, from nothing or from an example. */
export function NewRulePage() {
  const router = useRouter();
  const { data } = useStatus();
  const example = useSearchParams().get('example');
  return (
    <main id="main" className={layout.page}>
      <div className="py-[18px]">
        <p>
          <Link className="n mb-1 inline-block text-ink-2" href="/rules">
            Rules
          </Link>
        </p>
        <h1>A new rule</h1>
      </div>
      {data?.viewer?.role === 'viewer' ? (
        <p>Rules are written by analysts and admins; you may look at them.</p>
      ) : (
        <RuleForm
          draft={examples.find(({ id }) => id === example) ?? blank}
          replaces={null}
          saved={(id) => router.push(`/rules/custom/${encodeURIComponent(id)}`)}
        />
      )}
    </main>
  );
}
