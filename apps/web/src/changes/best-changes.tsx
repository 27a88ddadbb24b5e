import { Section } from '../lattice/section';
import { countWord, plural } from '../words/format';
import { visible } from '../words/visible';
import type { Container } from '../container/query';
import styles from './changes.module.css';
import { points } from './points';
import { Remedies } from './remedies';

type Best = Container['changes'][number];
type Plan = NonNullable<Container['plan']>;

/** What each change would leave, best first, and the shortest list that closes every way out. */
export function BestChanges({
  container: { changes, plan, risk },
  pid,
}: {
  container: Pick<Container, 'changes' | 'plan' | 'risk'>;
  pid: number;
}) {
  return (
    <Section title="Best changes" lead="Each was made on paper and judged again. Nothing is changed.">
      {!risk.judged ? (
        <p className="text-ink-2">The walls have not been judged yet.</p>
      ) : (
        <div className={styles.two}>
          <div>
            {changes.length === 0 ? (
              <p className="text-ink-2">None of the changes that Shoji knows lowers the risk.</p>
            ) : (
              <>
                <p className={styles.row} aria-hidden="true">
                  <span>Change</span>
                  <span className="r">Risk</span>
                  <span>Leaves</span>
                  <span>Closes</span>
                  <span>Effort</span>
                </p>
                <ul>
                  {changes.map((best) => (
                    <ChangeRow key={best.change.id} best={best} pid={pid} />
                  ))}
                </ul>
              </>
            )}
          </div>
          {plan && <PlanSide plan={plan} />}
        </div>
      )}
    </Section>
  );
}

function ChangeRow({ best, pid }: { best: Best; pid: number }) {
  const { change, closes, removes, scoreAfter, upToAfter } = best;
  const [from, to] = [Math.round(scoreAfter), Math.round(upToAfter)];
  return (
    <li>
      <details className={styles.change}>
        <summary className={styles.row}>
          <b className="font-medium">{visible(change.title)}</b>
          <span className="r font-semibold text-accent">{points(removes)}</span>
          <span>{to > from ? `${from}–${to}` : from}</span>
          <span title={closes.map(({ title }) => title).join('; ')}>
            {closes.length === 0 ? <span className="text-ink-3">none</span> : plural(closes.length, 'way')}
          </span>
          <span className="text-ink-2">{change.effort}</span>
        </summary>
        {closes.length > 0 && (
          <p className="mb-2 text-ink-2">Closes: {closes.map(({ title }) => visible(title)).join('; ')}.</p>
        )}
        <Remedies change={change} pid={pid} />
      </details>
    </li>
  );
}

function PlanSide({ plan: { steps, leaves, shortest } }: { plan: Plan }) {
  return (
    <div className={styles.plan}>
      <h3>{headline(steps.length, leaves.length)}</h3>
      <ol>
        {steps.map(({ change, closes, scoreAfter }) => (
          <li key={change.id}>
            <b className="font-medium">{visible(change.title)}</b>
            <span className="r font-semibold text-accent">{Math.round(scoreAfter)}</span>
            <span className="text-ink-2">
              {change.effort} effort
              {closes.length > 0 && `, closes ${closes.map(({ title }) => `“${title}”`).join(', ')}`}
            </span>
          </li>
        ))}
      </ol>
      {steps.length > 0 && (
        <p className="mt-3 text-small text-ink-2">
          {shortest
            ? 'No shorter list closes the same. At the right, the risk after each.'
            : 'A shorter list may exist: the search was cut short. At the right, the risk after each.'}
        </p>
      )}
      {leaves.length > 0 && (
        <p className="mt-3">
          No change closes <b className="text-hole">{leaves.map(({ title }) => title).join(', ')}</b>.
        </p>
      )}
    </div>
  );
}

function headline(steps: number, leaves: number): string {
  if (steps === 0)
    return leaves === 0 ? 'No way out is open, so none has to be closed' : 'No change closes what is open';
  const list = `${countWord(steps)} ${steps === 1 ? 'change closes' : 'changes close'}`;
  return leaves === 0 ? `${list} every open way out` : `${list} all but ${plural(leaves, 'open way')}`;
}
