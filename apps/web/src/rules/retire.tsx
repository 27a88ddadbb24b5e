'use client';
import { useState } from 'react';
import { request } from '../graphql/request';
import { FormDialog, Why } from '../lattice/form-dialog';
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
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title="Retire this rule"
      deed="Retire"
      send={() => request(RetireRule, { id, version, note: note === '' ? null : note })}
      close={close}
    >
      <p className="text-ink-2">
        “{visible(title)}” judges nothing any more, and its findings go as the fleet is judged anew. Every
        version stays on record, and saving it again puts it back in force.
      </p>
      <Why value={note} change={setNote} />
    </FormDialog>
  );
}
