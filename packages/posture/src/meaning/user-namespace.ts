import { isKnown, type Fact } from '../fact.js';
import type { HostDocument } from '../host.js';
import type { IdMapping, NamespaceRelation } from '../posture.js';

/**
 * Whether capabilities are held over a user namespace that is not the host's and has no root of the host in it. Where
 * that cannot be read the answer is no: nothing is softened on a guess.
 */
export const isPrivateUserNamespace = (user: Fact<NamespaceRelation>, mappings: Fact<IdMapping[]>): boolean =>
  isKnown(user) &&
  user !== 'host' &&
  isKnown(mappings) &&
  mappings.every(({ hostId, size }) => hostId > 0 || size === 0);

/** Whether anybody on the host may make a user namespace and be root in it, and why; `null` = it could not be read. */
export function userNamespacesForAnybody(sysctls: HostDocument['sysctls']): {
  open: boolean | null;
  reason: string;
} {
  const value = (name: string): Fact<string> | undefined => sysctls[name];
  if (value('user.max_user_namespaces') === '0')
    return { open: false, reason: 'user.max_user_namespaces is 0' };
  if (value('kernel.unprivileged_userns_clone') === '0')
    return {
      open: false,
      reason: 'only root may make user namespaces (kernel.unprivileged_userns_clone = 0)',
    };
  if (value('kernel.apparmor_restrict_unprivileged_userns') === '1')
    return {
      open: false,
      reason: 'AppArmor refuses user namespaces to those without a profile that allows them',
    };
  return typeof value('user.max_user_namespaces') === 'string'
    ? { open: true, reason: 'anybody may make a user namespace' }
    : { open: null, reason: 'whether anybody may make a user namespace could not be read' };
}
