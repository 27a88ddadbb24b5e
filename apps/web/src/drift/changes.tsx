import { factName, sidesInWords } from '../posture/difference-words';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { sentence } from '../words/format';
import { visible } from '../words/visible';
import type { Change } from './query';
import styles from './drift.module.css';
import { directions } from './words';

/** What changed, a line a fact: its direction, its name, what it was and what it is. */
export function Changes({ changes }: { changes: readonly Omit<Change, 'points'>[] }) {
  return (
    <ul className={styles.changes}>
      {changes.map((change, index) => (
        <Line key={index} change={change} />
      ))}
    </ul>
  );
}

function Line({
  change: { wall, field, before, after, direction, note },
}: {
  change: Omit<Change, 'points'>;
}) {
  const { name, glyph } = directions[direction];
  const [was, is] = sidesInWords(field, before, after);
  return (
    <li>
      <Glyph state={glyph} label={name} size={14} />
      <span className={styles.fact}>
        <b>{visible(factName(field))}</b>{' '}
        <span className="text-small text-ink-2">
          <span className={direction === 'weakening' ? 'text-hole' : undefined}>{name}</span>,{' '}
          {walls.find(({ id }) => id === wall)?.name}
        </span>
      </span>
      <span className={styles.sides}>
        <span className="sr-only">was </span>
        <span className="mono text-ink-2" title={visible(was)}>
          {visible(was)}
        </span>
        <span aria-hidden="true" className="text-ink-3">
          →
        </span>
        <span className="sr-only">is </span>
        <span className="mono" title={visible(is)}>
          {visible(is)}
        </span>
      </span>
      <span className={styles.note}>{visible(sentence(note))}</span>
    </li>
  );
}
