'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import dialogs from '../drift/drift.module.css';
import { request } from '../graphql/request';
import { visible } from '../words/visible';
import { RetireRule } from './query';

interface Retired {
  id: string;
  version: number;
  title: string;
}

/** Ends a rule, after asking why. */
export function Retire(rule: Retired) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn h-[28px] px-3" onClick={() => setOpen(true)}>
        Retire
      </button>
      {open && <RetireDialog {...rule} close={() => setOpen(false)} />}
    </>
  );
}

function RetireDialog({ id, version, title, close }: Retired & { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => request(RetireRule, { id, version, note: note === '' ? null : note }),
    onSuccess: async () => {
      await client.invalidateQueries();
      close();
    },
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={dialogs.dialog} onClose={close} aria-labelledby={heading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          retire.mutate();
        }}
      >
        <h2 id={heading}>Retire this rule</h2>
        <p className="mt-2 text-ink-2">
          “{visible(title)}” judges nothing any more, and its findings go as the fleet is judged anew. Every
          version stays on record, and saving it again puts it back in force.
        </p>
        <label className="mt-4 block font-medium">
          Why
          <textarea
            value={note}
            onChange={(event) => setNote(event.target.value)}
            maxLength={2000}
            autoFocus
          />
        </label>
        {retire.error && (
          <p role="alert" className="mt-2">
            {visible(retire.error.message)}
          </p>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="btn btn-ink" disabled={retire.isPending}>
            Retire
          </button>
        </div>
      </form>
    </dialog>
  );
}
