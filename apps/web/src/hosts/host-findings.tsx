import Link from 'next/link';
import { Section } from '../lattice/section';
import { Glyph } from '../walls/glyph';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import type { HostDetail } from './query';

/** What the host lacks under all its containers, and what of it could not be decided. */
export function HostFindings({ id, findings }: { id: string; findings: HostDetail['findings'] }) {
  const failed = findings.filter(({ state }) => state === 'fail').length;
  return (
    <Section
      title="What the host lacks"
      lead={
        <>
          {plural(failed, 'rule')} {failed === 1 ? 'fails' : 'fail'}; {findings.length - failed} could not be
          decided
        </>
      }
      end={
        <Link className="lk" href={`/compliance?host=${encodeURIComponent(id)}`}>
          Its compliance
        </Link>
      }
    >
      <ul className="grid gap-x-10 lg:grid-cols-2">
        {findings.map(({ rule, state, severity, evidence }) => {
          const grave = severity === 'critical' || severity === 'high';
          const glyph = state === 'unknown' ? 'unknown' : grave ? 'open' : 'thin';
          return (
            <li key={rule.id} className="grid grid-cols-[20px_1fr] gap-x-2 border-b border-line py-2">
              <Glyph state={glyph} label={glyph} className="mt-[2px]" />
              <div>
                <h3 className="font-medium">{visible(rule.title)}</h3>
                <p className="text-ink-2">
                  {state === 'unknown' && <b className="text-ink">not known, would be </b>}
                  <span className={state === 'fail' && grave ? 'font-semibold text-hole' : undefined}>
                    {severity}
                  </span>
                  . {evidence.map(({ text }) => visible(text)).join('; ')}
                </p>
                <p className="mt-1 text-small text-ink-2">{visible(rule.remediation)}</p>
              </div>
            </li>
          );
        })}
      </ul>
      {findings.length === 0 && <p className="text-ink-2">Every rule on hosts that applies passes.</p>}
    </Section>
  );
}
