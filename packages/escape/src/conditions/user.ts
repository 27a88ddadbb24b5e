import { capabilityReaders, holding, isKnown, isUnreadable, userNamespacesForAnybody } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Condition } from '../path.js';

/** Capabilities count on the host: they are held in the initial user namespace (user_namespaces(7)). */
export const capabilitiesCountOnHost: Condition = condition({
  wall: 'user',
  reads: { user: (c) => c.namespaces.user },
  unsupported: pierce('this kernel has no user namespaces: capabilities are the host’s'),
  answer: ({ user }) =>
    user === 'host'
      ? pierce('there is no user namespace between: capabilities are the host’s')
      : stop('capabilities count only in a user namespace that is not the host’s'),
});

const { effective, permitted, inheritable, bounding, noNewPrivileges } = capabilityReaders;

/** Files of the host's root can be changed: as its owner, or past the owner with CAP_DAC_OVERRIDE. */
export const ownsFilesOfRoot: Condition = condition({
  wall: 'user',
  capabilities: ['CAP_DAC_OVERRIDE'],
  reads: { hostUid: (c) => c.user.hostUid },
  considers: {
    user: (c) => c.namespaces.user,
    effective,
    permitted,
    inheritable,
    bounding,
    noNewPrivileges,
  },
  unsupported: pierce('this kernel has no user ids to map'),
  answer: (facts) => {
    const { hostUid, user } = facts;
    if (hostUid === 0) return pierce('its root is root of the host');
    // Over a user namespace of its own the capability passes no owner on the host.
    const overrides = isKnown(user) && user !== 'host' ? null : holding(['CAP_DAC_OVERRIDE'], facts);
    if (overrides?.state === 'now' && !isUnreadable(user))
      return pierce(`it is user ${hostUid} of the host, but CAP_DAC_OVERRIDE passes every owner`);
    if (overrides?.worst === 'now')
      return unsure(
        `it is user ${hostUid} of the host; whether CAP_DAC_OVERRIDE counts there could not be read`,
      );
    return stop(`it is user ${hostUid} of the host, who does not own files of root`);
  },
});

/** Anybody in the container may make a user namespace, and is root in it (user_namespaces(7)). */
export const anybodyMakesUserNamespaces: Condition = condition({
  wall: 'user',
  reads: {},
  considers: { sysctls: (_, { host }) => host.sysctls },
  unsupported: stop('this kernel has no user namespaces'),
  answer: ({ sysctls }) => {
    const { open, reason } = userNamespacesForAnybody(sysctls);
    return open === null ? unsure(reason) : open ? pierce(reason) : stop(reason);
  },
});
