import {
  capabilityReaders,
  evidenceOf,
  holding,
  isKnown,
  isPrivateUserNamespace,
  isUnreadable,
  type Holding,
  type Mount,
} from '@shoji/posture';
import { atMost, defineRule, fail, pass, unknown } from '../rule.js';

/** A mount of the host is shared with the container both ways. */
export const mountSharedWithHost = defineRule({
  id: 'mount-shared-with-host',
  wall: 'filesystem',
  severity: 'high',
  revision: 2,
  title: 'What the container mounts appears on the host',
  rationale:
    'A mount or an unmount below a shared mount happens on the host as well: a file system of the container’s making lies over a directory of the host, where everybody uses it. It takes CAP_SYS_ADMIN to mount; without it the door is there and locked, and weighs low.',
  remediation:
    'docker: leave out :shared and :rshared, bind-propagation=private is the default. compose: bind.propagation. Kubernetes: mountPropagation: None or HostToContainer. Host: mount --make-private.',
  references: ['CIS Docker 1.6.0 5.20', 'ATT&CK T1611', 'mount_namespaces(7)'],
  capabilities: ['CAP_SYS_ADMIN'],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { ...capabilityReaders, mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) => {
    const { mounts, mount } = facts;
    if (mount === 'host')
      return fail(() => [evidenceOf('namespaces.mount', mount, 'every mount is one of the host')]);
    const { state, worst } = holding(['CAP_SYS_ADMIN'], facts);
    const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
    const weigh = (how: Holding['worst']) =>
      isPrivate || how === 'no' ? 'low' : how === 'now' ? 'high' : 'medium';
    // In the host's own namespace every mount is one of the host, whatever is held.
    const most = isUnreadable(mount) ? 'high' : weigh(worst);
    const shared = mounts.filter(
      ({ propagation, fromHost }) => propagation === 'shared' && fromHost !== false,
    );
    const certain = shared.filter(({ fromHost }) => isKnown(fromHost));
    const shown = (which: readonly Mount[]) => () =>
      which.map((item) =>
        evidenceOf(
          'filesystem.mounts',
          { ...item },
          `what is mounted below ${item.destination} appears on the host`,
        ),
      );
    if (certain.length > 0)
      return atMost(fail(shown(certain), weigh(state === 'unknown' ? 'no' : state)), most);
    if (shared.length > 0) return unknown(shown(shared), most);
    if (isUnreadable(mount)) return unknown(() => [evidenceOf('namespaces.mount', mount)], most);
    return {
      ...pass,
      evidence: () => [
        evidenceOf('filesystem.mounts', mounts.length, `none of ${mounts.length} mounts is shared`),
      ],
    };
  },
});
