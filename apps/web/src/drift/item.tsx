import Link from 'next/link';
import type { ReactNode } from 'react';
import { Ago } from '../words/ago';
import { cx } from '../words/cx';
import { dateTime } from '../words/format';
import { visible } from '../words/visible';
import { Changes } from './changes';
import { Decision } from './decision';
import styles from './drift.module.css';
import type { DriftItem } from './query';
import { baselines, causes, resolutions } from './words';

/** What a list and the page of a container show of a drift. */
export type Shown = Omit<DriftItem, 'container'> & { container: Pick<DriftItem['container'], 'id' | 'name'> };

/** One drift: what it adds to the risk, why it came about, and what changed. `subject` begins the sentence. */
export function Item({ item, subject }: { item: Shown; subject: ReactNode }) {
  const { cause, changes, since, workload } = item;
  return (
    <article className={styles.item}>
      <Score item={item} />
      <div className="min-w-0">
        <h3>
          {subject} {causes[cause].says}
        </h3>
        <p className="text-ink-2">
          Workload <b className="font-medium text-ink [overflow-wrap:anywhere]">{visible(workload.name)}</b>
          {cause !== 'declared' && workload.baseline && <>, baseline {baselines[workload.baseline.kind]}</>},
          since <Ago at={since} suffix=" ago" />
        </p>
        <Decided item={item} />
        <Changes changes={changes} />
      </div>
      <Decision item={item} />
    </article>
  );
}

function Score({ item: { score, upTo } }: { item: Shown }) {
  const shown = Math.round(score);
  const most = Math.round(upTo);
  return (
    <p className={cx(styles.score, shown > 0 && 'text-hole')}>
      {score > 0 && shown === 0 ? '<1' : shown > 0 ? `+${shown}` : '0'}
      <small>{most > shown ? `risk, up to +${most}` : 'risk'}</small>
    </p>
  );
}

function Decided({ item: { state, resolution, decidedBy, decidedAt, note, resolvedAt } }: { item: Shown }) {
  if (state === 'open') return null;
  const who = decidedBy ? ` by ${visible(decidedBy.replace(/^(user|token):/, ''))}` : '';
  const at = decidedAt ?? resolvedAt;
  return (
    <p className={styles.decided}>
      <b>{state === 'rejected' ? 'Rejected' : `Resolved, ${resolution ? resolutions[resolution] : ''}`}</b>
      {who}
      {at && `, ${dateTime(at)}`}
      {note && <>: “{visible(note)}”</>}
    </p>
  );
}

/** The container a drift is of, and where it runs. */
export function Subject({ container }: { container: DriftItem['container'] }) {
  return (
    <>
      <Link className="n mono font-medium" href={`/containers/${encodeURIComponent(container.id)}`}>
        {visible(container.name)}
      </Link>{' '}
      on{' '}
      <Link className="n mono" href={`/hosts/${encodeURIComponent(container.host.id)}`}>
        {visible(container.host.name)}
      </Link>
    </>
  );
}
