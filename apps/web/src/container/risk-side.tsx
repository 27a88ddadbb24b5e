import risk from '../risk/risk.module.css';
import { shownRisk, type ShownPart } from '../risk/parts';
import type { RiskPartKind, WallStatus } from '../graphql/generated/graphql';
import { Glyph } from '../walls/glyph';
import { dateTime, percent, plural } from '../words/format';
import { visible } from '../words/visible';
import styles from './container.module.css';
import type { Container } from './query';

const bandInk = {
  critical: 'text-hole',
  high: 'text-band-high',
  medium: 'text-band-medium',
  low: 'text-band-low',
} as const;

const bar: Record<WallStatus, string | undefined> = {
  open: risk.partOpen,
  thin: risk.partThin,
  closed: risk.partClosed,
  unknown: risk.partUnknown,
};

/** Parts that are shown at once, the largest first. */
const shownParts = 10;

/** The risk and what it is made of: the parts add up to the number, what is unknown to the end of the range. */
export function RiskSide({
  risk: given,
  accepted,
}: {
  risk: Container['risk'];
  accepted: Container['accepted'];
}) {
  if (!given.judged) {
    return (
      <div className={styles.side}>
        <h2>Risk</h2>
        <p className="mt-5 border-[1.5px] border-dotted border-ink p-4">
          <b>Not judged yet.</b> The facts are here, and the rules have not run on them. Until they have,
          nothing is known about this container’s walls.
        </p>
      </div>
    );
  }
  const shown = shownRisk(given);
  const most = Math.max(1, shown.upTo - shown.score, ...shown.parts.map(({ points }) => points));
  const unknown = shown.parts.filter(({ state }) => state === 'unknown');
  const known = shown.parts.filter(({ state }) => state !== 'unknown');
  const few = known.length > shownParts + 2 ? shownParts : known.length;
  return (
    <div className={styles.side}>
      <h2>Risk</h2>
      <p className={styles.risk}>
        <span className={`${styles.big} ${bandInk[given.band]}`}>{shown.score}</span>
        <span>
          <b className={bandInk[given.band]}>{given.band}</b>
          {shown.upTo > shown.score && (
            <>
              <br />
              and up to <b>{shown.upTo}</b> if what we could not read is open
            </>
          )}
        </span>
      </p>
      {accepted.count > 0 && (
        <p className="mb-3">
          {plural(accepted.count, 'part')} accepted; <b>{Math.round(accepted.score)}</b> without{' '}
          {accepted.count === 1 ? 'it' : 'them'}.
        </p>
      )}
      <ul className={styles.parts}>
        {known.slice(0, few).map((part) => (
          <Part key={part.id} part={part} most={most} />
        ))}
        {few < known.length && <Smaller parts={known.slice(few)} most={most} />}
        <li className={styles.total}>
          <span />
          <span>Total</span>
          <span />
          <span>{shown.score}</span>
        </li>
        {unknown.map((part) => (
          <Part key={part.id} part={part} most={most} />
        ))}
        {shown.upTo > shown.score && unknown.length === 0 && (
          <Part
            part={{
              id: 'unknown',
              kind: 'finding',
              title: 'What could not be read',
              state: 'unknown',
              points: shown.upTo - shown.score,
            }}
            most={most}
          />
        )}
        {shown.upTo > shown.score && (
          <li className={styles.total}>
            <span />
            <span>At most</span>
            <span />
            <span>{shown.upTo}</span>
          </li>
        )}
      </ul>
      {shown.parts.length === 0 && <p className="py-2 text-ink-2">No rule fails.</p>}
      <p className="mt-3 text-small text-ink-2">
        {percent(given.coverage, 1)} of the facts that the rules look at could be read.
      </p>
      {given.outdated && given.judgedAt && (
        <p className="mt-2 text-small text-ink-2">
          Judged by the rules of {dateTime(given.judgedAt)}. They have changed since.
        </p>
      )}
    </div>
  );
}

/** Parts that matter least, folded; with the others they still add up. */
function Smaller({ parts, most }: { parts: readonly ShownPart[]; most: number }) {
  return (
    <li className={styles.smaller}>
      <details>
        <summary>
          <span>{parts.length} smaller ones</span>
          <span>{parts.reduce((sum, { points }) => sum + points, 0)}</span>
        </summary>
        <ul>
          {parts.map((part) => (
            <Part key={part.id} part={part} most={most} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Part({
  part,
  most,
}: {
  part: { id: string; kind: RiskPartKind; title: string; state: WallStatus; points: number };
  most: number;
}) {
  return (
    <li>
      <Glyph state={part.state} label={part.state} />
      <a
        className={part.id === 'unknown' ? undefined : 'hover:text-accent'}
        href={`#${part.kind === 'finding' ? 'rule' : 'way'}-${part.id}`}
      >
        {visible(part.title)}
      </a>
      <i
        className={`${risk.part ?? ''} ${bar[part.state] ?? ''}`}
        style={{ width: `${((part.points / most) * 100).toFixed(1)}%` }}
      />
      <span>{part.state === 'unknown' ? `+${part.points}?` : part.points}</span>
    </li>
  );
}
