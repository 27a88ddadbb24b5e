'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import styles from '../drift/drift.module.css';
import type { ExceptionScope } from '../graphql/generated/graphql';
import { request } from '../graphql/request';
import { useStatus } from '../lattice/status';
import { dateTime } from '../words/format';
import { visible } from '../words/visible';
import { RequestException } from './query';

const scopes: Record<ExceptionScope, string> = {
  container: 'this container',
  workload: 'its workload',
  image: 'its image',
  host: 'its host',
};

/** Who accepts a finding and until when; or the way to ask for it, for those who may. */
export function Accept({
  ruleId,
  containerId,
  title,
  exception,
}: {
  ruleId: string;
  containerId: string;
  title: string;
  exception: { owner: string; reason: string; expiresAt: string } | null | undefined;
}) {
  const { data } = useStatus();
  const [open, setOpen] = useState(false);
  if (exception)
    return (
      <p className={styles.decided}>
        <b>Accepted</b> by {visible(exception.owner)} until {dateTime(exception.expiresAt)}: “
        {visible(exception.reason)}”
      </p>
    );
  if (data?.viewer?.role === undefined || data.viewer.role === 'viewer') return null;
  return (
    <>
      <button type="button" className="lk mt-1" onClick={() => setOpen(true)}>
        Accept
      </button>
      {open && <AcceptDialog {...{ ruleId, containerId, title }} close={() => setOpen(false)} />}
    </>
  );
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

function AcceptDialog({
  ruleId,
  containerId,
  title,
  close,
}: {
  ruleId: string;
  containerId: string;
  title: string;
  close: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: async (form: FormData) => {
      const text = (name: string) => {
        const value = form.get(name);
        return typeof value === 'string' ? value : '';
      };
      await request(RequestException, {
        request: {
          ruleId,
          containerId,
          scope: text('scope') as ExceptionScope,
          owner: text('owner'),
          reason: text('reason'),
          expiresAt: new Date(`${text('until')}T23:59:59`).toISOString(),
        },
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries();
    },
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const input =
    'mt-1 block h-[32px] w-full rounded-[2px] border border-(--edge) bg-(--paper) px-2 font-normal';
  return (
    <dialog ref={dialog} className={styles.dialog} onClose={close} aria-labelledby={heading}>
      {ask.isSuccess ? (
        <>
          <h2 id={heading}>Asked for</h2>
          <p className="mt-2 text-ink-2">
            It accepts nothing until somebody else approves it, under Exceptions.
          </p>
          <div className="mt-4 flex justify-end">
            <button type="button" className="btn btn-ink" onClick={() => dialog.current?.close()}>
              Close
            </button>
          </div>
        </>
      ) : (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate(new FormData(event.currentTarget));
          }}
        >
          <h2 id={heading}>Accept a finding</h2>
          <p className="text-ink-2">
            “{visible(title)}” is accepted for what it rests on now. It stays visible and counted.
          </p>
          <label className="block font-medium">
            For
            <select name="scope" className={input}>
              {Object.entries(scopes).map(([scope, name]) => (
                <option key={scope} value={scope}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="block font-medium">
            Owner
            <input name="owner" required maxLength={200} className={input} />
          </label>
          <label className="block font-medium">
            Why
            <textarea name="reason" required maxLength={2000} />
          </label>
          <label className="block font-medium">
            Until
            <input
              type="date"
              name="until"
              required
              className={input}
              defaultValue={day(Date.now() + 90 * 86_400_000)}
              min={day(Date.now() + 86_400_000)}
              max={day(Date.now() + 364 * 86_400_000)}
            />
          </label>
          {ask.error && <p role="alert">{visible(ask.error.message)}</p>}
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
            <button type="submit" className="btn btn-ink" disabled={ask.isPending}>
              Ask for it
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}
