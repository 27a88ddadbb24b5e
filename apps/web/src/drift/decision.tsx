'use client';
import { useState } from 'react';
import { request } from '../graphql/request';
import { FormDialog, Why } from '../lattice/form-dialog';
import { useMayWrite } from '../lattice/status';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import styles from './drift.module.css';
import { ApproveDrift, RejectDrift, type DriftItem } from './query';

type Deed = 'approve' | 'reject';
type Decided = Pick<DriftItem, 'id' | 'state'> & {
  container: Pick<DriftItem['container'], 'name'>;
  workload: Pick<DriftItem['workload'], 'name' | 'containerCount'>;
};

/** The two decisions on a drift, for those who may take them: the API refuses all others anyhow. */
export function Decision({ item }: { item: Decided }) {
  const mayWrite = useMayWrite();
  const [deed, setDeed] = useState<Deed | null>(null);
  if (item.state === 'resolved' || !mayWrite) return null;
  return (
    <div className={styles.deeds}>
      <button type="button" className="btn h-[28px] px-3" onClick={() => setDeed('approve')}>
        Approve
      </button>
      {item.state !== 'rejected' && (
        <button type="button" className="btn h-[28px] px-3" onClick={() => setDeed('reject')}>
          Reject
        </button>
      )}
      {deed !== null && <DecisionDialog item={item} deed={deed} close={() => setDeed(null)} />}
    </div>
  );
}

function DecisionDialog({ item, deed, close }: { item: Decided; deed: Deed; close: () => void }) {
  const [note, setNote] = useState('');
  const { container, workload } = item;
  const decide = () => {
    const decision = { id: item.id, note };
    return deed === 'approve' ? request(ApproveDrift, decision) : request(RejectDrift, decision);
  };
  return (
    <FormDialog
      title={deed === 'approve' ? 'Approve what it has become' : 'Reject this drift'}
      deed={deed === 'approve' ? 'Approve' : 'Reject'}
      disabled={note.trim() === ''}
      send={decide}
      close={close}
    >
      <p className="text-ink-2">
        {deed === 'approve' ? (
          <>
            What{' '}
            <b className="mono font-medium text-ink [overflow-wrap:anywhere]">{visible(container.name)}</b> is
            now becomes the baseline of{' '}
            <b className="font-medium text-ink [overflow-wrap:anywhere]">{visible(workload.name)}</b>, to
            which {plural(workload.containerCount, 'container')}{' '}
            {workload.containerCount === 1 ? 'is' : 'are'} held.
          </>
        ) : (
          <>
            It stays in the list as rejected until{' '}
            <b className="mono font-medium text-ink [overflow-wrap:anywhere]">{visible(container.name)}</b> is
            as its baseline says.
          </>
        )}
      </p>
      <Why value={note} required change={setNote} />
    </FormDialog>
  );
}
