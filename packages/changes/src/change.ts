import type { HostDocument, Posture, Subject, Traits, Wall } from '@shoji/posture';

/** Where a change is written down: how a container is started, or a setting of the daemon or the host. */
export const remedyPlaces = ['docker', 'compose', 'kubernetes', 'podman', 'lxc', 'daemon'] as const;
export type RemedyPlace = (typeof remedyPlaces)[number];

/** What to write there, or why there is nothing to write. */
export type Remedy = string | { none: string };
export type Remedies = Readonly<Record<RemedyPlace, Remedy>>;

/**
 * What a change asks of those who run the container, least first. `low`: a flag, and few programs notice. `medium`: the
 * program or its image may have to follow. `high`: a setting of the daemon or the host, and so of every container on it.
 */
export const efforts = ['low', 'medium', 'high'] as const;
export type Effort = (typeof efforts)[number];

/** Facts that a change sets, by group; all others stay the same objects. */
export interface Amendment {
  posture?: { readonly [G in Exclude<keyof Posture, 'schema'>]?: Partial<Posture[G]> };
  host?: Partial<HostDocument>;
  traits?: Partial<Traits>;
}

interface Description {
  /** Kebab-case; says the fix; never renamed or reused. */
  id: string;
  /** Begins with a verb. */
  title: string;
  /** Walls that it makes stronger, first the one it is about. */
  walls: readonly Wall[];
  effort: Effort;
  /** Grows when `amend` changes what it sets, so that stored judgements are made again. */
  revision: number;
  remedies: Remedies;
  /** What stops working: `Breaks if …`. */
  breaks: string;
  /**
   * A POSIX shell command, run as root on the host, that succeeds where the change is in force; `$PID` is the container's
   * init. `null` where no command tells.
   */
  verify: string | null;
}

interface Definition extends Description {
  /** What it sets on this container; `null` where there is nothing to change, or nobody knows whether there is. */
  amend: (subject: Subject) => Amendment | null;
}

/** One atomic fix. */
export interface Change extends Description {
  /** The container after the change; the same object where it changes nothing. Facts that it does not set stay identical. */
  apply: (subject: Subject) => Subject;
}

/** Makes a change. The engine, once for all, leaves every fact that it does not set the object that it was. */
export function defineChange({ amend, ...description }: Definition): Change {
  return {
    ...description,
    apply: (subject) => {
      const amendment = amend(subject);
      return amendment === null ? subject : amended(subject, amendment);
    },
  };
}

/** Makes a change that is several others at once, as one flag sets them, for containers that look as it leaves them. */
export function combineChanges(
  parts: readonly Change[],
  { isMeant, ...description }: Description & { isMeant: (subject: Subject) => boolean },
): Change {
  return {
    ...description,
    apply: (subject) =>
      isMeant(subject) ? parts.reduce((state, change) => change.apply(state), subject) : subject,
  };
}

function amended(subject: Subject, { posture, host, traits }: Amendment): Subject {
  return {
    posture: posture ? withGroups(subject.posture, posture) : subject.posture,
    host: host ? { ...subject.host, ...host } : subject.host,
    traits: traits ? { ...subject.traits, ...traits } : subject.traits,
  };
}

function withGroups(posture: Posture, groups: NonNullable<Amendment['posture']>): Posture {
  const merged: Record<string, object | string> = { ...posture };
  for (const name in groups)
    merged[name] = { ...(merged[name] as object), ...groups[name as keyof typeof groups] };
  return merged as unknown as Posture;
}
