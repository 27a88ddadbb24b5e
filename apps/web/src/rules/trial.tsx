import { number, plural } from '../words/format';
import { visible } from '../words/visible';
import { ExamplesList } from './examples-list';
import type { Trial as Tried } from './query';
import styles from './rules.module.css';

/** Steps that one evaluation may take; docs/custom-rules.md. */
const mostSteps = 20_000;

/** What an expression would say of the containers that run now, with some of them and the facts that decided. */
export function Trial({ trial, reads }: { trial: Tried; reads: readonly string[] }) {
  const { containers, fail, unknown, pass, notApplicable, notTried } = trial;
  const parts = [
    { n: fail, style: styles.fail },
    { n: unknown + notTried, style: styles.unknown },
    { n: pass, style: styles.pass },
    { n: notApplicable, style: styles.none },
  ].filter(({ n }) => n > 0);
  return (
    <div role="status">
      <p className="font-serif text-lead text-balance">{verdict(trial)}</p>
      {containers > 0 && (
        <div className={styles.bar} aria-hidden="true">
          {parts.map(({ n, style }) => (
            <span key={style} className={style} style={{ flexGrow: n }} />
          ))}
        </div>
      )}
      {notTried > 0 && (
        <p className="mt-2">
          <b>{plural(notTried, 'container')} not tried</b>: a trial ends after some seconds.
        </p>
      )}
      <p className="mt-2 text-ink-2">
        {plural(trial.distinct, 'distinct state')} of containers tried, in up to {number(trial.mostSteps)} of{' '}
        {number(mostSteps)} steps. Reads{' '}
        {reads.map((field, index) => (
          <span key={field}>
            {index > 0 && ', '}
            <code className="text-ink [overflow-wrap:anywhere]">{visible(field)}</code>
          </span>
        ))}
        .
      </p>
      <div className="mt-3 border-t border-line">
        <ExamplesList examples={trial.examples} />
      </div>
    </div>
  );
}

/** One sentence with its numbers. */
function verdict({ containers, fail, unknown, pass, notApplicable }: Tried) {
  if (containers === 0) return 'Nothing runs now that it could be tried on.';
  return (
    <>
      Would{' '}
      {fail === 0 ? (
        'fail on no container'
      ) : (
        <span className="text-hole">fail on {plural(fail, 'container')}</span>
      )}
      , pass on {number(pass)}
      {unknown > 0 && (
        <>
          ; <b>{number(unknown)}</b> could not be decided
        </>
      )}
      {notApplicable > 0 && <>; it does not apply to {number(notApplicable)}</>}.
    </>
  );
}
