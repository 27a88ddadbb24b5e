import { number } from '../words/format';
import styles from './risk.module.css';

/** Which band a class of ten belongs to; the classes 20–29 and 70–79 straddle two and take the higher one. */
const formOf = (from: number) =>
  from >= 70
    ? styles.barCritical
    : from >= 50
      ? styles.barHigh
      : from >= 20
        ? styles.barMedium
        : styles.barLow;

/** Containers by risk in ten classes, 0–9 to 90–100, as bars with their counts. */
export function Histogram({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    <ol
      className="flex h-[168px] items-stretch gap-[6px] border-b border-line-strong"
      aria-label="Containers by risk"
    >
      {counts.map((count, index) => {
        const from = index * 10;
        const to = index === 9 ? 100 : from + 9;
        return (
          <li
            key={from}
            className="relative flex min-w-0 flex-1 flex-col items-stretch justify-end"
            title={`${number(count)} with a risk from ${from} to ${to}`}
          >
            <span
              className={
                count > 0 ? 'text-center text-small font-semibold' : 'text-center text-small text-ink-3'
              }
            >
              {number(count)}
            </span>
            <i
              className={count > 0 ? formOf(from) : undefined}
              style={{ height: count > 0 ? `${Math.max(3, (count / most) * 130)}px` : 0 }}
            />
            <span className="absolute top-full left-0 w-full pt-1 text-center text-micro text-ink-3">
              {from}
              <span className="sr-only"> to {to}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
