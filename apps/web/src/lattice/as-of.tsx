'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useId } from 'react';
import { dateTime } from '../words/format';

/** The time that a page shows its things as of, from the URL (`?at=`); `null` = now, also for what is no past time. */
export function useAsOf(): [string | null, (at: string | null) => void] {
  const [at, setAt] = useQueryState('at', parseAsString);
  const time = at === null ? NaN : Date.parse(at);
  const shown = Number.isNaN(time) ? null : new Date(time).toISOString();
  return [shown, (to) => void setAt(to)];
}

/** Chooses the time; nothing chosen is now. */
export function AsOfControl({ at, set }: { at: string | null; set: (at: string | null) => void }) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-ink-2">
        As of
      </label>
      <input
        id={id}
        type="datetime-local"
        step={1}
        className="h-[26px] rounded-[2px] border border-(--edge) bg-raised px-2 text-ink"
        value={at === null ? '' : local(at)}
        max={local(new Date().toISOString())}
        onChange={({ target: { value } }) => {
          const time = Date.parse(value);
          set(Number.isNaN(time) ? null : new Date(Math.min(time, Date.now())).toISOString());
        }}
      />
      {at !== null && (
        <button type="button" className="lk" onClick={() => set(null)}>
          Now
        </button>
      )}
    </span>
  );
}

/** The reader's own clock, as the input wants it: `2026-11-23T09:42:00`. */
function local(iso: string): string {
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Says over a page that it does not show what is. */
export function AsOfNotice({ at, children }: { at: string; children?: React.ReactNode }) {
  return (
    <p className="border-l-2 border-accent bg-(--accent-wash) px-4 py-2" role="status">
      <b>As it was on {dateTime(at)}.</b> {children}
    </p>
  );
}
