import { isKnown, isUnreadable, type Posture } from '@shoji/posture';
import { condition, oneOfEach, pierce, stop, unsure, type Answer } from '../path.js';

/** What a security module is asked on the ways out. */
export type Operation =
  | 'mount a file system'
  | 'write below /proc and /sys'
  | 'look into processes of the host'
  | 'open a device of the host'
  | 'use files of the host'
  | 'connect to a socket of the host'
  | 'load into the kernel';

/** Default profiles of runtimes; all are alike in what follows. LXC's own differ from version to version. */
const runtimeProfile =
  /^(docker-default|containers-default-[\d.]+|crio-default(-[\d.]+)?|cri-containerd\.apparmor\.d)$/;
/** What these profiles deny; files, devices, sockets and capabilities they leave to other walls. */
const deniedByProfile: ReadonlySet<Operation> = new Set([
  'mount a file system',
  'write below /proc and /sys',
  'look into processes of the host',
]);

/** SELinux domains of containers (container-selinux): what the host's files and devices are labelled is closed to them. */
const containerDomain = /^container(_init|_kvm|_engine|_user|_device|_logreader)?_t$/;
const unconfinedDomain = /^(unconfined|spc|kernel|init|initrc|unconfined_service)_t$/;

/** No security module refuses the operation (apparmor(7), selinux(8)). */
export const moduleAllows = oneOfEach((operation: Operation) =>
  condition({
    wall: 'lsm',
    reads: {},
    // One module that refuses settles it, whatever the other says.
    considers: { apparmor: (c) => c.lsm.apparmor, selinux: (c) => c.lsm.selinux },
    unsupported: pierce('this kernel has no security module'),
    answer: ({ apparmor, selinux }) => {
      const answers = [byAppArmor(apparmor, operation), bySelinux(selinux, operation)];
      return (
        answers.find(({ state }) => state === 'stop') ??
        answers.find(({ state }) => state === 'unknown') ??
        pierce(`no security module keeps it from trying to ${operation}`)
      );
    },
  }),
);

function byAppArmor(apparmor: Posture['lsm']['apparmor'], operation: Operation): Answer {
  if (isUnreadable(apparmor)) return unsure(`its AppArmor profile could not be read: ${apparmor.unreadable}`);
  if (!isKnown(apparmor)) return pierce('AppArmor is not there');
  const { profile, mode } = apparmor;
  if (mode === 'unconfined' || mode === 'complain' || profile === 'unconfined')
    return pierce('AppArmor does not confine it');
  if (mode !== 'enforce' && mode !== 'kill')
    return unsure(`what the AppArmor profile ${profile} (${mode}) allows is not known`);
  if (!runtimeProfile.test(profile))
    return unsure(`what the AppArmor profile ${profile} allows is not known`);
  return deniedByProfile.has(operation)
    ? stop(`the AppArmor profile ${profile} refuses to ${operation}`)
    : pierce(`the AppArmor profile ${profile} does not ask about it`);
}

function bySelinux(selinux: Posture['lsm']['selinux'], operation: Operation): Answer {
  if (isUnreadable(selinux)) return unsure(`its SELinux context could not be read: ${selinux.unreadable}`);
  if (!isKnown(selinux)) return pierce('SELinux is not there');
  const { type, mode } = selinux;
  if (mode === 'permissive' || unconfinedDomain.test(type)) return pierce('SELinux does not confine it');
  return containerDomain.test(type)
    ? stop(`SELinux refuses ${type} to ${operation}`)
    : unsure(`what SELinux allows ${type} is not known`);
}
