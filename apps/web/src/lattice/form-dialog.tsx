'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { visible } from '../words/visible';
import styles from './dialog.module.css';

/** A question over the page: a form that sends what was filled in, shows why it was refused, and closes once it was taken. */
export function FormDialog({
  title,
  deed,
  disabled = false,
  send,
  done,
  close,
  children,
}: {
  title: string;
  /** Name of the button that sends it. */
  deed: string;
  disabled?: boolean;
  send: (form: FormData) => Promise<unknown>;
  /** What there is to say once it was taken, before it closes. */
  done?: { title: string; text: string };
  close: () => void;
  children: React.ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const client = useQueryClient();
  const end = () => dialog.current?.close();
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await client.invalidateQueries();
      if (done === undefined) end();
    },
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} onClose={close} aria-labelledby={heading}>
      {sending.isSuccess && done ? (
        <>
          <h2 id={heading}>{done.title}</h2>
          <p className="mt-2 text-ink-2">{done.text}</p>
          <div className="mt-4 flex justify-end">
            <button type="button" className="btn btn-ink" onClick={end}>
              Close
            </button>
          </div>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            sending.mutate(new FormData(event.currentTarget));
          }}
        >
          <h2 id={heading}>{title}</h2>
          {children}
          {sending.error && <p role="alert">{visible(sending.error.message)}</p>}
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={end}>
              Cancel
            </button>
            <button type="submit" className="btn btn-ink" disabled={disabled || sending.isPending}>
              {deed}
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}

/** The reason of a decision; `value` is what was written so far. */
export function Why({
  value,
  required = false,
  change,
}: {
  value: string;
  required?: boolean;
  change: (value: string) => void;
}) {
  return (
    <label className="block font-medium">
      Why
      <textarea
        value={value}
        onChange={(event) => change(event.target.value)}
        maxLength={2000}
        required={required}
        autoFocus
      />
    </label>
  );
}
