import Link from 'next/link';
import { Accept, AcceptedBy, type Place } from '../exceptions/accept';
import { Section } from '../lattice/section';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import styles from './container.module.css';
import type { Finding, UnknownFinding } from './query';

const severities = ['critical', 'high', 'medium', 'low'] as const;
const bySeverity = (a: UnknownFinding, b: UnknownFinding) =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

/** What failed and what could not be decided, each with its evidence and what mends it. Unknown stands as loud as open. */
export function Findings({
  findings,
  unknown,
  judged,
  place,
}: {
  place: Place | null;
  findings: Finding[];
  unknown: UnknownFinding[];
  judged: boolean;
}) {
  return (
    <Section
      title="Findings"
      lead={
        judged ? (
          <>
            {plural(findings.length, 'rule')} {findings.length === 1 ? 'fails' : 'fail'}; {unknown.length}{' '}
            could not be decided
          </>
        ) : (
          'The rules have not run on this container yet.'
        )
      }
    >
      <ul>
        {[...findings].sort(bySeverity).map((finding) => (
          <FindingRow key={finding.id} finding={finding} unknown={false}>
            <AcceptedBy exceptions={finding.exceptions} whole={finding.accepted} />
            {!finding.accepted && (
              <Accept
                of={{ ruleId: finding.rule.id, title: finding.rule.title, values: finding.singleValues }}
                place={place}
              />
            )}
          </FindingRow>
        ))}
        {[...unknown].sort(bySeverity).map((finding) => (
          <FindingRow key={finding.id} finding={finding} unknown />
        ))}
      </ul>
      {judged && findings.length + unknown.length === 0 && (
        <p className="text-ink-2">Every rule that applies passes, and every fact it needs could be read.</p>
      )}
    </Section>
  );
}

function FindingRow({
  finding,
  unknown,
  children,
}: {
  finding: UnknownFinding;
  unknown: boolean;
  children?: React.ReactNode;
}) {
  const { rule, severity } = finding;
  const grave = severity === 'critical' || severity === 'high';
  const state = unknown ? 'unknown' : grave ? 'open' : 'thin';
  const wall = walls.find(({ id }) => id === finding.wall)?.name ?? finding.wall;
  return (
    <li className={styles.finding} id={`rule-${rule.id}`}>
      <Glyph state={state} label={state} className="mt-[2px]" />
      <div>
        <h3>{visible(rule.title)}</h3>
        <p className="text-ink-2">
          {unknown ? <b className="text-ink">not known</b> : null}
          {unknown && ', would be '}
          <span className={!unknown && grave ? 'font-semibold text-hole' : undefined}>{severity}</span>,{' '}
          {wall}
        </p>
        <p className="mt-1 text-ink-2">{visible(rule.rationale)}</p>
        {children}
      </div>
      <ul className={styles.evidence}>
        {finding.evidence.map((evidence, index) => (
          <li key={index}>
            <code>
              {visible(evidence.field)} = {visible(JSON.stringify(evidence.value ?? null))}
            </code>
            <br />
            <span className="text-ink-2">{visible(evidence.text)}</span>
          </li>
        ))}
      </ul>
      <div>
        <p>{visible(rule.remediation)}</p>
        {rule.custom && (
          <p className="mt-1 text-small">
            <Link className="lk" href={`/rules/custom/${encodeURIComponent(rule.id)}`}>
              A rule of your own
            </Link>
          </p>
        )}
        {rule.references.length > 0 && (
          <p className="mt-1 text-small text-ink-3">{rule.references.join(' · ')}</p>
        )}
      </div>
    </li>
  );
}
