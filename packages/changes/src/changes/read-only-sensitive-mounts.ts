import { executedAt, sensitivity } from '@shoji/posture';
import { defineChange } from '../change.js';
import { alterHostMounts } from '../mounts.js';
import { ofContainer } from '../remedies.js';

/** What the host executes or trusts can be read, and no longer changed. */
export const readOnlySensitiveMounts = defineChange({
  id: 'read-only-sensitive-mounts',
  title: 'Mount the sensitive directories of the host read-only',
  walls: ['filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: '--volume SOURCE:DESTINATION:ro',
    compose: 'volumes: [SOURCE:DESTINATION:ro]',
    kubernetes: 'volumeMounts:\n  - readOnly: true\n    recursiveReadOnly: Enabled',
    podman: '--volume SOURCE:DESTINATION:ro',
    lxc: 'lxc.mount.entry = SOURCE DESTINATION none bind,ro 0 0',
  }),
  breaks: 'Breaks if it writes there. With SYS_ADMIN it may mount them writable again: drop that as well.',
  verify: null,
  amend: (subject) =>
    alterHostMounts(subject, (source, mount) =>
      !mount.readonly && (sensitivity(source) || executedAt(source)) ? { ...mount, readonly: true } : mount,
    ),
});
