import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';

/** SELinux refuses what its policy does not allow, instead of only writing it down (selinux(8)). */
export const enforceSelinux = defineChange({
  id: 'enforce-selinux',
  title: 'Let SELinux enforce its policy on the host',
  walls: ['lsm'],
  effort: 'high',
  revision: 1,
  remedies: ofHost('host: setenforce 1, and SELINUX=enforcing in /etc/selinux/config'),
  breaks:
    'Breaks if a program of the host relies on what the policy refuses: ausearch -m avc lists what would be.',
  verify: '[ "$(cat /sys/fs/selinux/enforce)" = 1 ]',
  amend: ({ posture: { lsm } }) =>
    isKnown(lsm.selinux) && lsm.selinux.mode === 'permissive'
      ? { posture: { lsm: { selinux: { ...lsm.selinux, mode: 'enforcing' } } } }
      : null,
});
