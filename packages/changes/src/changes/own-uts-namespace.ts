import { ownNamespace } from '../namespace.js';
import { none, ofContainer } from '../remedies.js';

/** The container no longer shares the name of the host. */
export const ownUtsNamespace = ownNamespace('uts', 'uts', {
  id: 'own-uts-namespace',
  title: 'Give it a host name of its own',
  remedies: ofContainer({
    docker: 'Leave out --uts host.',
    compose: 'Leave out uts: host.',
    kubernetes:
      'spec:\n  hostNetwork: false   # a pod has the name of the host only together with its network',
    podman: '--uts private',
    lxc: 'Keep uts out of lxc.namespace.keep; lxc.uts.name names it.',
    daemon: none('No daemon shares it by default. podman: utsns = "private" in containers.conf.'),
  }),
  breaks: 'Breaks if it has to set or follow the name of the host.',
});
