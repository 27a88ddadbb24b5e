import { isKnown, isPrivateUserNamespace, type Posture } from '@shoji/posture';

/** First id on the host that a user namespace is mapped to here, and how many: where /etc/subuid begins. */
const range = { hostId: 100000, size: 65536 };

/** The user facts of a container over a user namespace of its own, whose ids are nobody on the host. */
export function mappedAway({ user }: Posture): Partial<Posture['user']> {
  const mappings = [{ containerId: 0, ...range }];
  return {
    uidMappings: mappings,
    gidMappings: mappings,
    ...(isKnown(user.uid) && { hostUid: range.hostId + Math.min(user.uid, range.size - 1) }),
  };
}

/** Whether the host's root, or the host's user namespace, is known to be inside. */
export const hasRootOfHost = ({ namespaces, user }: Posture): boolean =>
  namespaces.user === 'host' ||
  (isKnown(namespaces.user) &&
    isKnown(user.uidMappings) &&
    !isPrivateUserNamespace(namespaces.user, user.uidMappings));

/** What a user id inside is on the host; `undefined` where nothing maps it or the mapping is not known. */
export function hostIdOf({ user }: Posture, uid: number): number | undefined {
  if (!isKnown(user.uidMappings)) return undefined;
  const mapping = user.uidMappings.find(
    ({ containerId, size }) => uid >= containerId && uid < containerId + size,
  );
  return mapping && mapping.hostId + uid - mapping.containerId;
}
