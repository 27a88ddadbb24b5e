import type { Snapshot } from './read/snapshot.js';

/** What an errno of a failed read usually asks for. */
const remedies: Record<string, string> = {
  EACCES:
    'run as root or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, on the host PID namespace, unconfined by an LSM',
  EPERM: 'run with CAP_SYS_PTRACE, unconfined by an LSM',
  ENOENT: 'mount the host trees and point --path.procfs, --path.sysfs and --path.rootfs at them',
};

/** One reason for unreadable facts: the facts by path, on how many containers, and what would make them readable. */
export interface Blindness {
  reason: string;
  /** Fact path → number of containers; `host.…` paths count 1. */
  facts: Map<string, number>;
  remedy: string | null;
}

/** Groups the unreadable facts of a reading by reason. Empty = everything could be read. */
export function blindnesses(snapshot: Pick<Snapshot, 'host' | 'containers'>): Blindness[] {
  const byReason = new Map<string, Map<string, number>>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('unreadable' in value && typeof value.unreadable === 'string') {
      const facts = byReason.get(value.unreadable) ?? new Map<string, number>();
      facts.set(path, (facts.get(path) ?? 0) + 1);
      byReason.set(value.unreadable, facts);
      return;
    }
    for (const [key, item] of Object.entries(value))
      visit(item, Array.isArray(value) ? path : `${path}.${key}`);
  };
  visit(snapshot.host, 'host');
  for (const { posture } of snapshot.containers) visit(posture, 'container');
  return Array.from(byReason, ([reason, facts]) => {
    const errno = /\bE[A-Z]{3,}\b/.exec(reason)?.[0] ?? '';
    return { reason, facts, remedy: remedies[errno] ?? null };
  });
}

/** The report of `--check`, for a person. */
export function checkReport(snapshot: Pick<Snapshot, 'host' | 'containers'>): string {
  const blind = blindnesses(snapshot);
  const head = `${snapshot.containers.length} containers found.`;
  if (blind.length === 0) return `${head} Every fact could be read.\n`;
  const parts = blind.map(({ reason, facts, remedy }) => {
    const lines = [...facts].sort().map(([path, count]) => `    ${path}${count > 1 ? ` (${count}×)` : ''}`);
    return [`${reason}${remedy === null ? '' : `: ${remedy}`}`, ...lines].join('\n');
  });
  return `${head} These facts could not be read:\n\n${parts.join('\n\n')}\n`;
}
