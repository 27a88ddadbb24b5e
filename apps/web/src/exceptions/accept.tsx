'use client';
import { useState } from 'react';
import styles from '../drift/drift.module.css';
import type { AcceptedByFragment, ExceptionScope } from '../graphql/generated/graphql';
import { request } from '../graphql/request';
import { FormDialog } from '../lattice/form-dialog';
import { useMayWrite } from '../lattice/status';
import { dateTime } from '../words/format';
import { visible } from '../words/visible';
import { RequestException } from './query';

type Accepting = AcceptedByFragment;

/** What there is to accept on a container: a rule that fails, with its values that can be accepted alone, or a way out. */
export type Acceptable = { title: string; values: readonly string[] } & (
  { ruleId: string; pathId?: never } | { pathId: string; ruleId?: never }
);

/** Where it was seen: the container, as it is now, and the groups that its host is in. */
export interface Place {
  containerId: string;
  groups: readonly string[];
}

/** Who accepts it and until when. */
export function AcceptedBy({ exceptions, whole }: { exceptions: readonly Accepting[]; whole: boolean }) {
  return exceptions.map(({ id, owner, reason, expiresAt, value }) => (
    <p key={id} className={styles.decided}>
      {value !== null && value !== undefined && <code>{visible(value)} </code>}
      <b>{whole ? 'Accepted' : 'accepted alone'}</b> by {visible(owner)} until {dateTime(expiresAt)}: “
      {visible(reason)}”
    </p>
  ));
}

/** The way to ask that it be accepted, for those who may; `place` null = it is shown as it was, which nobody can accept. */
export function Accept({ of, place }: { of: Acceptable; place: Place | null }) {
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState(false);
  if (place === null || !mayWrite) return null;
  return (
    <>
      <button type="button" className="lk mt-1" onClick={() => setOpen(true)}>
        Accept
      </button>
      {open && <AcceptDialog of={of} place={place} close={() => setOpen(false)} />}
    </>
  );
}

const scopes = [
  { scope: 'container', name: 'this container' },
  { scope: 'workload', name: 'its workload' },
  { scope: 'image', name: 'its image' },
  { scope: 'host', name: 'its host' },
] as const;

/** The scope that an option of the form stands for. */
function scopeOf(option: string): { scope: ExceptionScope; group?: string } {
  const found = scopes.find(({ scope }) => scope === option);
  return found ? { scope: found.scope } : { scope: 'group', group: option.replace(/^group /, '') };
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

function AcceptDialog({
  of: { title, values, ...target },
  place: { containerId, groups },
  close,
}: {
  of: Acceptable;
  place: Place;
  close: () => void;
}) {
  const ask = (form: FormData) => {
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const value = text('value');
    return request(RequestException, {
      request: {
        ...target,
        containerId,
        ...scopeOf(text('scope')),
        value: value === '' ? null : value,
        owner: text('owner'),
        reason: text('reason'),
        expiresAt: new Date(`${text('until')}T23:59:59`).toISOString(),
      },
    });
  };
  const input =
    'mt-1 block h-[32px] w-full rounded-[2px] border border-(--edge) bg-(--paper) px-2 font-normal';
  return (
    <FormDialog
      title={target.pathId === undefined ? 'Accept a finding' : 'Accept a way out'}
      deed="Ask for it"
      send={ask}
      done={{
        title: 'Asked for',
        text: 'It accepts nothing until somebody else approves it, under Exceptions.',
      }}
      close={close}
    >
      <p className="text-ink-2">
        “{visible(title)}” is accepted for what it rests on now. It stays visible and counted.
      </p>
      {values.length > 0 && (
        <label className="block font-medium">
          What
          <select name="value" className={input}>
            <option value="">all {values.length} that it rests on</option>
            {values.map((value) => (
              <option key={value} value={value}>
                only {visible(value)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="block font-medium">
        For
        <select name="scope" className={input}>
          {scopes.map(({ scope, name }) => (
            <option key={scope} value={scope}>
              {name}
            </option>
          ))}
          {groups.map((group) => (
            <option key={group} value={`group ${group}`}>
              hosts of the group {visible(group)}
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
    </FormDialog>
  );
}
