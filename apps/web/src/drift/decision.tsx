'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { request } from '../graphql/request';
import { useStatus } from '../lattice/status';
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
  const { data } = useStatus();
  const [deed, setDeed] = useState<Deed | null>(null);
  if (item.state === 'resolved' || data?.viewer?.role === undefined || data.viewer.role === 'viewer')
    return null;
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
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: async () => {
      const decision = { id: item.id, note };
      await (deed === 'approve' ? request(ApproveDrift, decision) : request(RejectDrift, decision));
    },
    onSuccess: async () => {
      await client.invalidateQueries();
      close();
    },
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const { container, workload } = item;
  return (
    <dialog ref={dialog} className={styles.dialog} onClose={close} aria-labelledby={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate();
        }}
      >
        <h2 id={title}>{deed === 'approve' ? 'Approve what it has become' : 'Reject this drift'}</h2>
        <p className="mt-2 text-ink-2">
          {deed === 'approve' ? (
            <>
              What{' '}
              <b className="mono font-medium text-ink [overflow-wrap:anywhere]">{visible(container.name)}</b>{' '}
              is now becomes the baseline of{' '}
              <b className="font-medium text-ink [overflow-wrap:anywhere]">{visible(workload.name)}</b>, to
              which {plural(workload.containerCount, 'container')}{' '}
              {workload.containerCount === 1 ? 'is' : 'are'} held.
            </>
          ) : (
            <>
              It stays in the list as rejected until{' '}
              <b className="mono font-medium text-ink [overflow-wrap:anywhere]">{visible(container.name)}</b>{' '}
              is as its baseline says.
            </>
          )}
        </p>
        <label className="mt-4 block font-medium">
          Why
          <textarea
            value={note}
            onChange={(event) => setNote(event.target.value)}
            maxLength={2000}
            required
            autoFocus
          />
        </label>
        {decide.error && (
          <p role="alert" className="mt-2">
            {visible(decide.error.message)}
          </p>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="btn btn-ink" disabled={note.trim() === '' || decide.isPending}>
            {deed === 'approve' ? 'Approve' : 'Reject'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
