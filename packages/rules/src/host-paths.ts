import {
  isKnown,
  isUnreadable,
  isUnsupported,
  type Fact,
  type Mount,
  type NamespaceRelation,
} from '@shoji/posture';
import {
  atMost,
  evidenceOf,
  fail,
  pass,
  severities,
  unknown,
  type Evidence,
  type Severity,
  type Verdict,
} from './rule.js';

/** The host path with the links that every current distribution has: `/var/run` is `/run`. */
export const canonicalPath = (path: string): string =>
  path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path;

/** Whether `path` is `directory` or lies below it. */
export const isWithin = (path: string, directory: string): boolean =>
  directory === '/' ||
  (path.startsWith(directory) && (path.length === directory.length || path[directory.length] === '/'));

/** Kernel file systems of the container's own: whatever the host shows elsewhere, no file of the host lies on them. */
const kernelTypes = new Set(['mqueue', 'devpts', 'cgroup', 'cgroup2', 'nsfs']);

/** What a rule finds at one path of the host. */
export interface PathFinding {
  severity: Severity;
  /** What the path is or holds. */
  text: string;
}

/** The verdict of the worst mount through which the container sees a path that `find` objects to. */
export function judgeMounts(
  { mounts, mount }: { mounts: readonly Mount[]; mount: Fact<NamespaceRelation> },
  find: (source: string, readonly: boolean) => PathFinding | undefined,
  worst: Severity,
): Verdict {
  if (mount === 'host' || isUnsupported(mount))
    return fail([evidenceOf('namespaces.mount', mount, 'the whole tree of the host is visible')]);
  const found: { severity: Severity; evidence: Evidence }[] = [];
  const doubtful: typeof found = [];
  mounts.forEach((item, index) => {
    if (kernelTypes.has(item.type) || item.fromHost === false) return;
    const about = (text: string) => ({
      field: `filesystem.mounts[${index}]`,
      value: { ...item },
      text: `${text} (/proc/PID/mountinfo)`,
    });
    if (item.source !== null) {
      const source = canonicalPath(item.source);
      const finding = find(source, item.readonly);
      if (!finding) return;
      const access = item.readonly ? 'read-only' : 'writable';
      const text = `${source} of the host, ${access} at ${item.destination}: ${finding.text}`;
      (isKnown(item.fromHost) ? found : doubtful).push({ severity: finding.severity, evidence: about(text) });
    } else if (isUnreadable(item.fromHost)) {
      const text = `where ${item.destination} comes from could not be read: ${item.fromHost.unreadable}`;
      doubtful.push({ severity: worst, evidence: about(text) });
    }
  });
  // The mounts of the host's own namespace are the host's, whatever their list looks like.
  if (isUnreadable(mount))
    doubtful.push({ severity: worst, evidence: evidenceOf('namespaces.mount', mount) });

  const severest = (items: typeof found) =>
    severities.findLast((severity) => items.some((item) => item.severity === severity));
  const [certain, possible] = [severest(found), severest(doubtful)];
  if (!certain && possible)
    return unknown(
      doubtful.map(({ evidence }) => evidence),
      possible,
    );
  if (!certain) {
    // The count, not the list: the evidence is stored with every judgement.
    const none = evidenceOf('filesystem.mounts', mounts.length, `none of ${mounts.length} mounts shows one`);
    return { ...pass, evidence: [none] };
  }
  const verdict = fail(
    found.map(({ evidence }) => evidence),
    certain,
  );
  return possible ? atMost(verdict, possible) : verdict;
}
