'use client';
import Link from 'next/link';
import layout from '../container/container.module.css';
import { Rejudging } from '../fleet/rejudging';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { Section } from '../lattice/section';
import { useMayWrite } from '../lattice/status';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { dateTime, plural } from '../words/format';
import { visible } from '../words/visible';
import { Catalogue } from './catalogue';
import { Counts } from './counts';
import { examples } from './examples';
import { RulesQuery, type ListedRule } from './query';
import { severityMark, who } from './words';

/** Every rule: those that people of this house wrote, and those of the catalogue. */
export function RulesPage() {
  const asked = useLive(RulesQuery, {});
  const mayWrite = useMayWrite();
  return (
    <main id="main" className={layout.page}>
      <div className="flex flex-wrap items-baseline gap-x-5 gap-y-2 py-[18px]">
        <h1>Rules</h1>
        <p className="text-ink-2">what every container is judged by</p>
        {mayWrite && (
          <Link className="btn btn-ink ml-auto self-center" href="/rules/new">
            Write a rule
          </Link>
        )}
      </div>
      <Answer asked={asked}>
        {({ customRules, rules, fleet, containerFacets }) => {
          const inForce = customRules.filter(({ newest }) => !newest.retired);
          const retired = customRules.filter(({ newest }) => newest.retired);
          return (
            <>
              <Section
                className=""
                title="Your own"
                lead={
                  inForce.length === 0
                    ? 'none in force'
                    : `${plural(inForce.length, 'rule')} in force, judged like those of the catalogue`
                }
                end={<Rejudging progress={fleet.rejudgement} />}
              >
                {inForce.length === 0 ? <Empty mayWrite={mayWrite} /> : <OwnRules rules={inForce} />}
                {retired.length > 0 && (
                  <details className="mt-3">
                    <summary className="cursor-pointer py-2 text-ink-2 hover:bg-sunk">
                      {plural(retired.length, 'rule')} retired, with what they said
                    </summary>
                    <OwnRules rules={retired} />
                  </details>
                )}
              </Section>
              <Catalogue rules={rules.filter(({ custom }) => !custom)} failing={containerFacets.rules} />
            </>
          );
        }}
      </Answer>
    </main>
  );
}

function Empty({ mayWrite }: { mayWrite: boolean }) {
  return (
    <div className="max-w-[880px] pb-2">
      <p className="font-serif text-lead">
        Nobody has written one yet. What your house demands and no catalogue has is a sentence about facts:
        which profile, which user, how much memory.
      </p>
      {mayWrite && (
        <ul className="mt-5 border-t border-line">
          {examples.map(({ id, title, expression }) => (
            <li
              key={id}
              className="grid gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[1fr_1.6fr_auto]"
            >
              <span>{title}</span>
              <code className="[overflow-wrap:anywhere] text-ink-2">{expression}</code>
              <Link className="lk" href={`/rules/new?example=${id}`} aria-label={`Begin with this: ${title}`}>
                Begin with this
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OwnRules({ rules }: { rules: readonly ListedRule[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="min-w-[760px]">
        <thead>
          <tr>
            <th>Rule</th>
            <th>Wall</th>
            <th>Severity</th>
            <th>Containers</th>
            <th>Saved</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ id, newest, problem, counts }) => (
            <tr key={id}>
              <td className="w-[42%] [overflow-wrap:anywhere]">
                <Link className="n font-medium" href={`/rules/custom/${encodeURIComponent(id)}`}>
                  {visible(newest.title)}
                </Link>
                <br />
                <span className="mono text-small text-ink-3">{id}</span>
                {problem != null && (
                  <p className="mt-1">
                    <Glyph state="unknown" size={14} className="mr-1" />
                    <b>not understood any more</b>: {visible(problem)}
                  </p>
                )}
              </td>
              <td>{walls.find((wall) => wall.id === newest.wall)?.name}</td>
              <td>
                <Glyph state={severityMark(newest.severity)} size={14} className="mr-[6px]" />
                {newest.severity}
              </td>
              <td>
                {newest.retired ? (
                  <span className="text-ink-3">retired</span>
                ) : (
                  <Counts rule={id} of={counts} />
                )}
              </td>
              <td className="text-ink-2">
                version {newest.version}, {who(newest.savedBy)}
                <br />
                <span className="text-small text-ink-3">{dateTime(newest.savedAt)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
