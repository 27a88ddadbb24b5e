import { runtimeSocketAt } from '@shoji/posture';
import { defineChange } from '../change.js';
import { alterHostMounts } from '../mounts.js';
import { ofContainer } from '../remedies.js';

/** It can no longer ask a runtime for containers without walls. */
export const removeRuntimeSocket = defineChange({
  id: 'remove-runtime-socket',
  title: 'Remove the runtime’s socket',
  walls: ['filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --volume /var/run/docker.sock:…, and every directory that holds it (/, /run, /var).',
    compose: 'Leave the socket, and every directory that holds it, out of volumes.',
    kubernetes: 'Leave out the hostPath volume of the socket, and of every directory that holds it.',
    podman: 'Leave out --volume …/podman.sock:…, and every directory that holds it.',
    lxc: 'Leave out the lxc.mount.entry of the socket, and of every directory that holds it.',
  }),
  breaks:
    'Breaks if it starts or watches containers: put a proxy in front of the socket that lets only those requests through, or give it a rootless runtime of its own.',
  verify: `! grep -Eq '(docker|containerd|crio|podman|buildkitd|kubelet)\\.sock' /proc/$PID/mountinfo && ! test -S /proc/$PID/root/run/docker.sock`,
  amend: (subject) =>
    alterHostMounts(subject, (source, mount) => (runtimeSocketAt(source) === undefined ? mount : null)),
});
