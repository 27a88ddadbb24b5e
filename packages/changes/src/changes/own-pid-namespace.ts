import { ownNamespace } from '../namespace.js';
import { none, ofContainer } from '../remedies.js';

/** The container no longer sees the processes of the host. */
export const ownPidNamespace = ownNamespace('pid', 'pid', {
  id: 'own-pid-namespace',
  title: 'Give it a PID namespace of its own',
  remedies: ofContainer({
    docker: 'Leave out --pid host.',
    compose: 'Leave out pid: host.',
    kubernetes: 'spec:\n  hostPID: false',
    podman: '--pid private',
    lxc: 'Leave out lxc.namespace.share.pid and keep pid out of lxc.namespace.keep.',
    daemon: none('docker shares no PID namespace by default. podman: pidns = "private" in containers.conf.'),
  }),
  breaks: 'Breaks if it watches, traces or signals processes of the host, as agents and debuggers do.',
});
