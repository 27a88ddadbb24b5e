'use client';
import type { HostState } from '../graphql/generated/graphql';
import { Glyph } from '../walls/glyph';
import { duration } from '../words/format';
import { useNow } from '../words/now';
import { visible } from '../words/visible';

/** Whether a host speaks, in words: what a silent or locked host runs is not known, and is marked so. */
export function HostStateMark({
  host,
}: {
  host: { state: HostState; stateReason?: string | null | undefined; lastSeen?: string | null | undefined };
}) {
  const now = useNow();
  const ago = host.lastSeen ? duration(now - Date.parse(host.lastSeen)) : null;
  if (host.state === 'active')
    return <span className="text-ink-2">reports{ago !== null && `, ${ago} ago`}</span>;
  const words = {
    silent: ago === null ? 'has never reported' : `silent for ${ago}`,
    locked: 'locked',
    revoked: 'revoked',
  }[host.state];
  return (
    <span>
      <Glyph state="unknown" className="mr-1" />
      <b>{words}</b>
      {host.stateReason && <span className="text-ink-2">: {visible(host.stateReason)}</span>}
    </span>
  );
}
