import { facts, operators } from './examples';
import styles from './rules.module.css';

/** What an expression may use, for who writes one for the first time. */
export function Help() {
  return (
    <>
      <p className="mt-2 max-w-[62ch] text-ink-2">
        An expression in CEL over three documents: what the kernel enforces (posture), what else a rule may
        look at (traits), and the host. It is true where the container is as it should be. What needs a fact
        that could not be read is not known, never a pass.
      </p>
      <dl className={styles.help}>
        {[...facts, ...operators].map(([code, what]) => (
          <div key={code} className="contents">
            <dt className="mono">{code}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
