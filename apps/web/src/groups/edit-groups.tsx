'use client';
import { useId, useState } from 'react';
import { useLive } from '../graphql/live';
import { request } from '../graphql/request';
import { FormDialog } from '../lattice/form-dialog';
import { useStatus } from '../lattice/status';
import { visible } from '../words/visible';
import { namesIn } from './names';
import { GroupsQuery, SetHostGroups } from './query';

/** The way to put a host into groups, for admins: what is accepted for a group holds on every host in it. */
export function EditGroups({ host }: { host: { id: string; name: string; groups: string[] } }) {
  const { data } = useStatus();
  const [open, setOpen] = useState(false);
  if (data?.viewer?.role !== 'admin') return null;
  return (
    <>
      {' '}
      <button type="button" className="lk font-normal" onClick={() => setOpen(true)}>
        {host.groups.length === 0 ? 'Put it into groups' : 'Change groups'}
      </button>
      {open && <GroupsDialog host={host} close={() => setOpen(false)} />}
    </>
  );
}

function GroupsDialog({
  host,
  close,
}: {
  host: { id: string; name: string; groups: string[] };
  close: () => void;
}) {
  const hint = useId();
  const [text, setText] = useState(host.groups.join(', '));
  const { data } = useLive(GroupsQuery, { search: null });
  const chosen = namesIn(text);
  const others = (data?.hostGroups ?? []).filter(({ name }) => !chosen.includes(name));
  return (
    <FormDialog
      title={`Groups of ${visible(host.name)}`}
      deed="Save"
      send={() => request(SetHostGroups, { hostId: host.id, groups: chosen })}
      close={close}
    >
      <p className="text-ink-2">
        What is accepted for a group is accepted on every host in it, from now on here too. A group is there
        as long as a host is in it.
      </p>
      <div>
        <label className="block font-medium">
          Groups
          <input
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-describedby={hint}
            autoFocus
            spellCheck={false}
            className="mono mt-1 block h-[32px] w-full rounded-[2px] border border-(--edge) bg-(--paper) px-2 font-normal"
          />
        </label>
        <p id={hint} className="mt-1 text-small text-ink-2">
          Lower-case letters, digits, dots, hyphens and underscores, with commas between.
        </p>
      </div>
      {others.length > 0 && (
        <p className="flex flex-wrap gap-x-3 gap-y-1">
          <span className="text-ink-2">There are</span>
          {others.slice(0, 20).map(({ name }) => (
            <button
              key={name}
              type="button"
              className="lk"
              onClick={() => setText([...chosen, name].join(', '))}
            >
              {visible(name)}
            </button>
          ))}
        </p>
      )}
    </FormDialog>
  );
}
