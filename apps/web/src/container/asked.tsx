import { Section } from '../lattice/section';
import { factName, sidesInWords } from '../posture/difference-words';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { sentence } from '../words/format';
import { visible } from '../words/visible';
import styles from './container.module.css';
import type { Container } from './query';

type Difference = NonNullable<Container['declaredDifferences']>[number];

/** How each direction looks and is said; the glyph is that of the wall it would make. */
const directions = {
  weaker: { state: 'open', words: 'weaker than asked for' },
  different: { state: 'thin', words: 'other than asked for' },
  stronger: { state: 'closed', words: 'stronger than asked for' },
  unknown: { state: 'unknown', words: 'not known' },
} as const;

/** Where the kernel enforces something else than the runtime was asked for. Without a record nobody knows. */
export function AskedAndEnforced({ differences }: { differences: readonly Difference[] | null }) {
  return (
    <Section title="Asked for and enforced" lead={differences && <Counts differences={differences} />}>
      {differences === null ? (
        <p>
          <Glyph state="unknown" className="mr-2" />
          <b>No record of what was asked for.</b>{' '}
          <span className="text-ink-2">Its runtime left none that the collector could read.</span>
        </p>
      ) : (
        <>
          {differences.every(({ direction }) => direction === 'unknown') && (
            <p className="text-ink-2">
              <Glyph state="closed" className="mr-2" />
              The kernel enforces what was asked for{differences.length > 0 && ', as far as it shows'}.
            </p>
          )}
          <ul>
            {differences.map((difference, index) => (
              <Row key={index} difference={difference} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** `2 weaker than asked for, 1 not known`. */
function Counts({ differences }: { differences: readonly Difference[] }) {
  const counts = (Object.keys(directions) as (keyof typeof directions)[]).flatMap((direction) => {
    const count = differences.filter((difference) => difference.direction === direction).length;
    return count === 0 ? [] : [`${count} ${directions[direction].words}`];
  });
  return counts.length === 0 ? 'what the runtime was told, and what the kernel does' : counts.join(', ');
}

function Row({ difference }: { difference: Difference }) {
  const { field, direction, note } = difference;
  const { state, words } = directions[direction];
  const wall = walls.find(({ id }) => id === difference.wall)?.name ?? difference.wall;
  const [asked, enforced] = sidesInWords(field, difference.declared, difference.effective);
  return (
    <li className={styles.difference}>
      <Glyph state={state} label={words} className="mt-[2px]" />
      <div>
        <h3>{visible(factName(field))}</h3>
        <p className="text-ink-2">
          <span className={direction === 'weaker' ? 'font-semibold text-hole' : undefined}>{words}</span>,{' '}
          {wall}
        </p>
        <p className="mt-1 text-ink-2">{visible(sentence(note))}.</p>
      </div>
      <Side name="Asked for" value={asked} />
      <Side name="Enforced" value={enforced} />
    </li>
  );
}

function Side({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <p className="text-small text-ink-3">{name}</p>
      <p className="mono line-clamp-4 [overflow-wrap:anywhere]" title={visible(value)}>
        {visible(value)}
      </p>
    </div>
  );
}
