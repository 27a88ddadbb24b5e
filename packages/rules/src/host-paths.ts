import {
  describeMount,
  evidenceOf,
  hostMounts,
  isUnreadable,
  isUnsupported,
  type Evidence,
  type Fact,
  type Mount,
  type NamespaceRelation,
} from '@shoji/posture';
import { atMost, fail, pass, severities, unknown, type Severity, type Verdict } from './rule.js';

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
  const found: Seen[] = [];
  const doubtful: Seen[] = [];
  for (const item of hostMounts(mounts)) {
    if (item.source === null) {
      const reason = isUnreadable(item.mount.fromHost) ? `: ${item.mount.fromHost.unreadable}` : '';
      doubtful.push({ severity: worst, show: () => item.evidence(`${describeMount(item)}${reason}`) });
      continue;
    }
    const finding = find(item.source, item.mount.readonly);
    if (!finding) continue;
    const { severity, text } = finding;
    const show = () => item.evidence(`${describeMount(item)}: ${text}`);
    (item.certain ? found : doubtful).push({ severity, show });
  }
  // The mounts of the host's own namespace are the host's, whatever their list looks like.
  if (isUnreadable(mount))
    doubtful.push({ severity: worst, show: () => evidenceOf('namespaces.mount', mount) });

  const [certain, possible] = [severest(found), severest(doubtful)];
  const shown = (seen: readonly Seen[]) => () => seen.map(({ show }) => show());
  if (!certain && possible) return unknown(shown(doubtful), possible);
  if (!certain) {
    // The count, not the list: the evidence is stored with every judgement.
    const none = () =>
      evidenceOf('filesystem.mounts', mounts.length, `none of ${mounts.length} mounts shows one`);
    return { ...pass, evidence: () => [none()] };
  }
  const verdict = fail(shown(found), certain);
  return possible ? atMost(verdict, possible) : verdict;
}

/** A mount that somebody objects to. */
interface Seen {
  severity: Severity;
  show: () => Evidence;
}

const severest = (seen: readonly Seen[]): Severity | undefined =>
  severities.findLast((severity) => seen.some((item) => item.severity === severity));
