import { isKnown } from '@shoji/posture';
import { createHostFiles } from '../read/hostFiles.js';
import type { Files, Roots } from '../read/files.js';
import { createHostReader, ReadError, type Snapshot } from '../read/snapshot.js';
import { needsHere, type Need } from './needs.js';

/**
 * Reads the host once and says, for a person, what a full reading needs, what of it is missing here, and which facts
 * could not be read for which reason. Ends with a newline; needs no privilege.
 */
export async function checkHost(
  { roots, files }: { roots: Roots; files?: Files },
  now: Date,
): Promise<string> {
  const reader = createHostReader({ roots, collectorVersion: 'check', ...(files && { files }) });
  let snapshot: Snapshot | null = null;
  let failure = '';
  try {
    snapshot = await reader.read(now);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    failure = `Nothing can be read: ${error.message}\n`;
  }
  const needs = tableOf(needsHere(files ?? createHostFiles(roots.procfs), roots, snapshot));
  return `${needs}\n${snapshot === null ? failure : unreadTable(snapshot)}`;
}

/** Needs with how they stand here; what is missing says how to give it. */
export function tableOf(needs: readonly Need[]): string {
  const rows = needs.map(({ what, here, gives, remedy }): string[] => {
    const [state, why] = stateOf(here);
    const row = `${state.padEnd(9)}${what.padEnd(38)}${gives}`;
    return why === null ? [row] : [row, `${' '.repeat(11)}${why}`, `${' '.repeat(11)}→ ${remedy}`];
  });
  const missing = needs.filter(({ here }) => stateOf(here)[0] === 'MISSING').length;
  const head =
    missing === 0
      ? 'Everything that a full reading needs is here.'
      : `${missing} of ${needs.length} needs are missing here.`;
  return [head, '', `${'HERE'.padEnd(9)}${'NEEDED'.padEnd(38)}MAKES READABLE`, ...rows.flat(), ''].join('\n');
}

function stateOf(here: Need['here']): [state: 'yes' | 'MISSING' | 'unknown', why: string | null] {
  if (here === true) return ['yes', null];
  if ('missing' in here) return ['MISSING', printable(here.missing)];
  return ['unknown', printable('unreadable' in here ? here.unreadable : here.unsupported)];
}

/** The facts of a reading that have no value, by reason, the most frequent first, with how many containers lack them. */
export function unreadTable(snapshot: Pick<Snapshot, 'host' | 'node' | 'containers'>): string {
  const { host, node, containers } = snapshot;
  const byReason = new Map<string, Map<string, number>>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('unreadable' in value && typeof value.unreadable === 'string') {
      const facts = byReason.get(value.unreadable) ?? new Map<string, number>();
      facts.set(path, (facts.get(path) ?? 0) + 1);
      byReason.set(value.unreadable, facts);
      return;
    }
    const isList = Array.isArray(value);
    for (const [key, item] of Object.entries(value)) visit(item, isList ? path : `${path}.${key}`);
  };
  visit(host, 'host');
  visit(node, 'node');
  for (const { posture, instance } of containers) {
    visit(posture, 'posture');
    visit(instance, 'instance');
  }
  const found = `${containers.length} container${containers.length === 1 ? '' : 's'} found${
    host.processesComplete === undefined || isKnown(host.processesComplete) ? '' : '; there may be more'
  }.`;
  if (byReason.size === 0) return `${found} Every fact could be read.\n`;
  const total = ([, facts]: [string, Map<string, number>]) =>
    [...facts.values()].reduce((sum, n) => sum + n, 0);
  const parts = [...byReason]
    .sort((a, b) => total(b) - total(a))
    .map(([reason, facts]) =>
      [
        printable(reason),
        ...[...facts]
          .sort()
          .map(([path, count]) => `    ${printable(path)}${count > 1 ? ` (${count} times)` : ''}`),
      ].join('\n'),
    );
  return `${found} These facts could not be read:\n\n${parts.join('\n\n')}\n`;
}

/** Names of the host in it may hold anything: nothing of that moves the cursor. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
