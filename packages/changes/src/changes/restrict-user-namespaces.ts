import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';
import { isOpenSysctl } from '../sysctl.js';

/** The mildest that a kernel has: distributions added the first two, every kernel has the last. */
const settings = [
  ['kernel.unprivileged_userns_clone', '1', '0'],
  ['kernel.apparmor_restrict_unprivileged_userns', '0', '1'],
  ['user.max_user_namespaces', null, '0'],
] as const;

/** Programs without root can no longer be root in a user namespace of their own (user_namespaces(7)). */
export const restrictUserNamespaces = defineChange({
  id: 'restrict-user-namespaces',
  title: 'Let only root make user namespaces',
  walls: ['user'],
  effort: 'high',
  revision: 1,
  remedies: ofHost(
    'host: kernel.unprivileged_userns_clone = 0 (Debian), kernel.apparmor_restrict_unprivileged_userns = 1 (Ubuntu) or user.max_user_namespaces = 0 (all others) in /etc/sysctl.d/60-containers.conf, then sysctl --system',
  ),
  breaks:
    'Breaks if rootless containers, browsers or Flatpak run on this host; the last of the three forbids userns-remap, too.',
  verify: `[ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ] || [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ] || [ "$(cat /proc/sys/user/max_user_namespaces)" = 0 ]`,
  amend: ({ host }) => {
    if (settings.some(([name, , closed]) => host.sysctls[name] === closed)) return null;
    const found = settings.find(([name, open]) =>
      isOpenSysctl(host, name, (value) => open === null || value === open),
    );
    return found ? { host: { sysctls: { ...host.sysctls, [found[0]]: found[2] } } } : null;
  },
});
