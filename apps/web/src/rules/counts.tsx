import Link from 'next/link';
import type { RuleCountsFragment } from '../graphql/generated/graphql';
import { number } from '../words/format';
import { failingContainers } from './words';

/** How a rule stands over the containers that were judged by it: what fails first, what is not known as loud. */
export function Counts({
  rule,
  of: { fail, unknown, pass, notApplicable },
}: {
  rule: string;
  of: RuleCountsFragment;
}) {
  const judged = fail + unknown + pass + notApplicable;
  if (judged === 0) return <span className="text-ink-3">none judged yet</span>;
  const parts: [number, string, string | undefined, string?][] = [
    [fail, fail === 1 ? 'fails' : 'fail', 'font-semibold text-hole', failingContainers(rule)],
    [unknown, 'not known', 'font-semibold'],
    [pass, pass === 1 ? 'passes' : 'pass', undefined],
    [notApplicable, 'not applicable', 'text-ink-3'],
  ];
  const told = parts.filter(([n]) => n > 0);
  return (
    <>
      {told.map(([n, words, style, href], index) => (
        <span key={words} className="whitespace-nowrap">
          {index > 0 && ', '}
          {href === undefined ? (
            <span className={style}>
              {number(n)} {words}
            </span>
          ) : (
            <Link className={`n ${style}`} href={href}>
              {number(n)} {words}
            </Link>
          )}
        </span>
      ))}
    </>
  );
}
