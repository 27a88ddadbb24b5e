import { defineChange } from '../change.js';
import { alterMounts } from '../mounts.js';
import { none, ofContainer } from '../remedies.js';

/** The kernel takes no more orders from it through /sys (sysfs(5)). */
export const readOnlySysfs = defineChange({
  id: 'read-only-sysfs',
  title: 'Mount /sys read-only',
  walls: ['filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --privileged, and --volume /sys:/sys.',
    compose: 'Leave out privileged, and /sys under volumes.',
    kubernetes: 'securityContext:\n  privileged: false   # and no hostPath /sys without readOnly',
    podman: 'Leave out --privileged, and --volume /sys:/sys.',
    lxc: 'lxc.mount.auto = sys:ro',
    daemon: none('No daemon mounts it writable by default.'),
  }),
  breaks: 'Breaks if it sets up hardware or networks through /sys.',
  verify: `! awk '{ for (i = 7; $i != "-"; i++); if ($(i + 1) == "sysfs" && $6 ~ /(^|,)rw(,|$)/) print }' /proc/$PID/mountinfo | grep -q .`,
  // A read-only one is not on the list of mounts: every container has it.
  amend: (subject) =>
    alterMounts(
      subject,
      ({ type, readonly }) => type === 'sysfs' && !readonly,
      () => null,
    ),
});
