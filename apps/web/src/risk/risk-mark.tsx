import type { Band } from '../graphql/generated/graphql';
import { cx } from '../words/cx';
import styles from './risk.module.css';

/** A risk as a number whose form differs per band; a range keeps its end, a container not judged yet is a question. */
export function RiskMark({ risk }: { risk: { score: number; upTo: number; band: Band; judged: boolean } }) {
  if (!risk.judged) {
    return (
      <span className={cx(styles.mark, styles.unjudged)} title="not judged yet">
        ?
      </span>
    );
  }
  const score = Math.round(risk.score);
  const upTo = Math.round(risk.upTo);
  const range = upTo > score ? `${score}, and up to ${upTo} if what could not be read is open` : `${score}`;
  return (
    <span className={cx(styles.mark, styles[risk.band])} title={`${risk.band}: ${range}`}>
      {score}
      {upTo > score && <span className={styles.upTo}>–{upTo}</span>}
      <span className="sr-only"> {risk.band}</span>
    </span>
  );
}
