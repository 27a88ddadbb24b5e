import { ownNamespace } from '../namespace.js';
import { ofContainer } from '../remedies.js';

/** The container no longer shares memory and semaphores with the host. */
export const ownIpcNamespace = ownNamespace('ipc', 'ipc', {
  id: 'own-ipc-namespace',
  title: 'Give it shared memory of its own',
  remedies: ofContainer({
    docker: '--ipc private',
    compose: 'ipc: private',
    kubernetes: 'spec:\n  hostIPC: false',
    podman: '--ipc private',
    lxc: 'Leave out lxc.namespace.share.ipc and keep ipc out of lxc.namespace.keep.',
    daemon:
      'docker: {"default-ipc-mode": "private"} in daemon.json, which is the default. podman: ipcns = "private" in containers.conf.',
  }),
  breaks:
    'Breaks if it exchanges shared memory with programs of the host, as some databases and displays do.',
});
