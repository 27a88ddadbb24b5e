import { defineRule, fail, pass } from '../rule.js';

/** The file tree of the container is that of the host. */
export const hostMountNamespace = defineRule({
  id: 'host-mount-namespace',
  wall: 'namespaces',
  severity: 'high',
  revision: 1,
  title: 'Container shares the host mount namespace',
  rationale:
    'There is no tree of its own: every path is the path of the host, and a mount or an unmount is one on the host. Nothing but file permissions and the security module stands between the container and the system.',
  remediation:
    'Start the process through a runtime that gives it a root of its own. unshare: --mount. systemd: PrivateMounts=yes with RootDirectory= or RootImage=. nsenter: leave out --mount.',
  references: ['ATT&CK T1611', 'mount_namespaces(7)'],
  reads: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: ({ mount }) => (mount === 'host' ? fail("the mount namespace is the host's") : pass),
});
