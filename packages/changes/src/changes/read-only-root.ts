import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** Programs of the image can no longer be changed or added while it runs. */
export const readOnlyRoot = defineChange({
  id: 'read-only-root',
  title: 'Make its root file system read-only',
  walls: ['filesystem'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: '--read-only --tmpfs /tmp',
    compose: 'read_only: true\ntmpfs: [/tmp]',
    kubernetes: 'securityContext:\n  readOnlyRootFilesystem: true   # with an emptyDir for what it writes',
    podman: '--read-only',
    lxc: 'lxc.rootfs.options = ro',
    daemon: { none: 'docker has no such setting. podman: read_only = true in containers.conf.' },
  }),
  breaks: 'Breaks if it writes outside its volumes: give it a tmpfs or a volume for each such directory.',
  verify: `awk '$5 == "/" { ro = $6 ~ /(^|,)ro(,|$)/ } END { exit !ro }' /proc/$PID/mountinfo`,
  amend: ({
    posture: {
      filesystem: { root },
    },
  }) =>
    isKnown(root) && !root.readonly
      ? { posture: { filesystem: { root: { ...root, readonly: true } } } }
      : null,
});
