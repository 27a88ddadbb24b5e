import { isKnown, type RuntimeName } from '@shoji/posture';
import { defineChange } from '../change.js';
import { none, ofContainer } from '../remedies.js';

/** What each runtime calls its default profile. */
const profiles: Partial<Record<RuntimeName, string>> = {
  docker: 'docker-default',
  containerd: 'cri-containerd.apparmor.d',
  'cri-o': 'crio-default',
  podman: 'containers-default-0.1.0',
  lxc: 'lxc-container-default-cgns',
};

/** AppArmor refuses it to mount, to trace processes outside, and to write below /proc and /sys (apparmor(7)). */
export const defaultAppArmor = defineChange({
  id: 'default-apparmor',
  title: 'Confine it by the runtime’s AppArmor profile',
  walls: ['lsm'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --security-opt apparmor=unconfined and --privileged.',
    compose: 'Leave out apparmor:unconfined under security_opt, and privileged.',
    kubernetes: 'securityContext:\n  privileged: false\n  appArmorProfile:\n    type: RuntimeDefault',
    podman: 'Leave out --security-opt apparmor=unconfined and --privileged.',
    lxc: 'lxc.apparmor.profile = generated',
    daemon: none(
      'Daemons load their profile by themselves where AppArmor is active; apparmor_parser has to be installed.',
    ),
  }),
  breaks: 'Breaks if it mounts file systems, traces processes of others, or writes kernel settings.',
  verify: `grep -q ' (enforce)$' /proc/$PID/attr/apparmor/current 2>/dev/null || grep -q ' (enforce)$' /proc/$PID/attr/current`,
  amend: ({ posture: { lsm }, host: { lsms }, traits: { runtime } }) => {
    const { apparmor } = lsm;
    const profile = profiles[runtime];
    if (profile === undefined || !isKnown(lsms) || !lsms.includes('apparmor') || !isKnown(apparmor))
      return null;
    const confines = apparmor.profile !== 'unconfined' && !['unconfined', 'complain'].includes(apparmor.mode);
    return confines ? null : { posture: { lsm: { apparmor: { profile, mode: 'enforce' } } } };
  },
});
