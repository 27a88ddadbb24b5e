import { executedAt, sensitivity } from '@shoji/posture';
import { defineChange } from '../change.js';
import { alterHostMounts } from '../mounts.js';
import { ofContainer } from '../remedies.js';

/** Directories in which the host keeps programs, settings and secrets are no longer visible. */
export const removeSensitiveMounts = defineChange({
  id: 'remove-sensitive-mounts',
  title: 'Remove the sensitive directories of the host',
  walls: ['filesystem'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker:
      'Mount the one file or directory that is needed, read-only: --mount type=bind,src=…,dst=…,readonly; or a named volume.',
    compose: 'volumes: a named volume, or the one file that is needed with :ro; or configs and secrets.',
    kubernetes: 'volumes: configMap, secret, emptyDir or persistentVolumeClaim instead of hostPath',
    podman:
      'Mount the one file or directory that is needed, read-only: --mount type=bind,src=…,dst=…,ro; or a named volume.',
    lxc: 'Leave out the lxc.mount.entry, or name the one file that is needed with ro.',
  }),
  breaks: 'Breaks if it works on these files of the host, as agents, backup programs and installers do.',
  verify: null,
  amend: (subject) =>
    alterHostMounts(subject, (source, mount) =>
      sensitivity(source) || (executedAt(source) && !mount.readonly) ? null : mount,
    ),
});
