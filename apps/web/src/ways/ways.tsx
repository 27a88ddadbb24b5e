import type { Way } from '../container/query';
import Link from 'next/link';
import { Accept, AcceptedBy, type Place } from '../exceptions/accept';
import { Section } from '../lattice/section';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { countWord, plural } from '../words/format';
import { visible } from '../words/visible';
import { inOrder, stoppedBy } from './order';
import styles from './ways.module.css';

const nameOf = (wall: string) => walls.find(({ id }) => id === wall)?.name ?? wall;
const glyph = { pierce: 'open', stop: 'closed', unknown: 'unknown' } as const;

/** The sentence over the picture: how many ways out are open. */
export function waysHeadline(ways: readonly Way[]): string {
  const open = ways.filter(({ state }) => state === 'open').length;
  if (open > 0)
    return `${countWord(open)} ${open === 1 ? 'way' : 'ways'} out ${open === 1 ? 'is' : 'are'} open`;
  return ways.some(({ state }) => state === 'possible')
    ? 'No way out is known to be open'
    : 'Every known way out is blocked';
}

/** Every way out: what it is, and what each wall on it does. Blocked ones are folded, with the walls that stop them. */
export function Ways({
  ways,
  judged,
  place,
}: {
  ways: readonly Way[];
  judged: boolean;
  place: Place | null;
}) {
  const ordered = inOrder(ways);
  const blocked = ordered.filter(({ state }) => state === 'blocked');
  const others = ordered.filter(({ state }) => state !== 'blocked');
  const open = others.filter(({ state }) => state === 'open').length;
  return (
    <Section
      title="Ways out"
      lead={
        judged ? (
          <>
            {open} open, {others.length - open} possible, {blocked.length} blocked
          </>
        ) : (
          'The walls have not been judged yet.'
        )
      }
    >
      <ul>
        {others.map((way) => (
          <WayRow key={way.path.id} way={way}>
            {way.exception ? (
              <AcceptedBy exceptions={[way.exception]} whole />
            ) : (
              <Accept of={{ pathId: way.path.id, title: way.path.title, values: [] }} place={place} />
            )}
          </WayRow>
        ))}
      </ul>
      {judged && others.length === 0 && (
        <p className="text-ink-2">
          On each of the {plural(blocked.length, 'way')} that Shoji knows, a wall is known to hold.
        </p>
      )}
      {blocked.length > 0 && (
        <details className={styles.folded}>
          <summary>{plural(blocked.length, 'way')} blocked, and by which walls</summary>
          <ul>
            {blocked.map((way) => (
              <WayRow key={way.path.id} way={way} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function WayRow({ way, children }: { way: Way; children?: React.ReactNode }) {
  const { path, state, steps } = way;
  const stops = stoppedBy(way).map(nameOf);
  return (
    <li className={styles.way} id={`way-${path.id}`} data-state={state}>
      <div>
        <h3>{visible(path.title)}</h3>
        <p className={styles[state]}>
          <b>{state}</b>
          {state === 'blocked' ? ` by ${stops.join(' and ')}` : `, ${path.ease}`}
        </p>
        <p className="mt-1 text-ink-2">{visible(path.explanation)}</p>
        <p className="mt-1 text-small text-ink-2">
          {[...path.techniques.map((id) => `ATT&CK ${id}`), ...path.references].map(visible).join(' · ')}
        </p>
        <div className="flex flex-wrap gap-x-4">
          {children}
          {state === 'open' && (
            <Link className="lk mt-1" href={`/containers?way=${encodeURIComponent(path.id)}`}>
              Every container with it
            </Link>
          )}
        </div>
      </div>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={index}>
            <Glyph state={glyph[step.state]} label={step.state === 'pierce' ? 'gives way' : step.state} />
            <b>{nameOf(step.wall)}</b>
            <span className={step.state === 'unknown' ? 'text-ink' : 'text-ink-2'}>
              {visible(step.reason)}
            </span>
          </li>
        ))}
      </ol>
    </li>
  );
}
