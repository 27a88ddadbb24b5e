import type { IdMap, Status } from '@shoji/procfs';
import { isKnown, type Fact, type IdMapping, type Posture, unreadable, unsupported } from '@shoji/posture';

/** Shown for an id that a user namespace does not map (`/proc/sys/kernel/overflowuid`, user_namespaces(7)). */
const overflowId = 65534;

export interface UserText {
  status: Fact<Status>;
  /** `/proc/PID/uid_map` and `gid_map`. */
  uidMap: Fact<IdMap>;
  gidMap: Fact<IdMap>;
}

/**
 * The identity of a process. The kernel shows a process's ids as the reader's user namespace sees them; `initial` says
 * whether that is the initial one, so that they are the host's.
 */
export function readUser({ status, uidMap, gidMap }: UserText, initial: boolean): Posture['user'] {
  const uidMappings = mappings(uidMap);
  const gidMappings = mappings(gidMap);
  const of = <T>(value: (status: Status) => Fact<T>): Fact<T> => (isKnown(status) ? value(status) : status);
  return {
    uid: of(({ Uid }) => inside(Uid[1], uidMappings)),
    gid: of(({ Gid }) => inside(Gid[1], gidMappings)),
    additionalGids: of(({ Groups }) => insideAll(Groups, gidMappings)),
    hostUid: of(({ Uid }) => (initial ? Uid[1] : unreadable('collector runs in a user namespace'))),
    uidMappings,
    gidMappings,
    noNewPrivileges: of(({ NoNewPrivs }) => NoNewPrivs ?? unsupported('kernel before 4.10 does not tell')),
  };
}

/** What an id of the host is in a user namespace with this map. */
export const idInside = (id: number, map: Fact<IdMap>): Fact<number> => inside(id, mappings(map));

const mappings = (map: Fact<IdMap>): Fact<IdMapping[]> =>
  isKnown(map)
    ? map.map(({ inside, outside, size }) => ({ containerId: inside, hostId: outside, size }))
    : map;

function inside(id: number, map: Fact<IdMapping[]>): Fact<number> {
  if (!isKnown(map)) return map;
  const range = map.find(({ hostId, size }) => id >= hostId && id < hostId + size);
  return range ? range.containerId + (id - range.hostId) : overflowId;
}

function insideAll(ids: readonly number[], map: Fact<IdMapping[]>): Fact<number[]> {
  if (!isKnown(map)) return map;
  const known = new Set(ids.map((id) => inside(id, map)).filter((id) => isKnown(id)));
  return [...known].sort((a, b) => a - b);
}
