'use client';
import { dateTime, duration } from './format';
import { useNow } from './now';

/** How long ago a moment is, with the moment itself in the title. */
export function Ago({ at, suffix = '' }: { at: string; suffix?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={dateTime(at)} suppressHydrationWarning>
      {duration(now - Date.parse(at))}
      {suffix}
    </time>
  );
}
