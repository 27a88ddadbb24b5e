import Link from 'next/link';
import type { Band } from '../graphql/generated/graphql';
import { number } from '../words/format';
import styles from './risk.module.css';

const bands = [
  { id: 'critical', bar: styles.barCritical, ink: 'text-hole' },
  { id: 'high', bar: styles.barHigh, ink: 'text-band-high' },
  { id: 'medium', bar: styles.barMedium, ink: 'text-band-medium' },
  { id: 'low', bar: styles.barLow, ink: 'text-ink-2' },
] as const;

/** The containers by band as one bar, with the count of each below; what is not judged yet has its own, dotted part. */
export function BandBar({ counts, hostId }: { counts: Record<Band | 'unjudged', number>; hostId?: string }) {
  const host = hostId === undefined ? '' : `&host=${encodeURIComponent(hostId)}`;
  const label = bands.map(({ id }) => `${number(counts[id])} ${id}`).join(', ');
  return (
    <div>
      <div
        className={styles.bands}
        role="img"
        aria-label={`Risk bands: ${label}, ${number(counts.unjudged)} not judged`}
      >
        {bands.map(
          ({ id, bar }) =>
            counts[id] > 0 && <i key={id} className={bar} style={{ flex: `${counts[id]} 0 5px` }} />,
        )}
        {counts.unjudged > 0 && (
          <i className={styles.barUnjudged} style={{ flex: `${counts.unjudged} 0 5px` }} />
        )}
      </div>
      <div className="mt-[9px] flex justify-between gap-2 text-small">
        {bands.map(({ id, ink }) => (
          <span key={id} className={counts[id] > 0 ? ink : 'text-ink-3'}>
            <Link className="n block text-body font-semibold" href={`/containers?band=${id}${host}`}>
              {number(counts[id])}
            </Link>
            {id}
          </span>
        ))}
        {counts.unjudged > 0 && (
          <span>
            <span className="block text-body font-semibold">{number(counts.unjudged)}</span>
            not judged yet
          </span>
        )}
      </div>
    </div>
  );
}
