import { ownNamespace } from '../namespace.js';
import { none, ofContainer } from '../remedies.js';

/** The container no longer stands in the network of the host. */
export const ownNetworkNamespace = ownNamespace('network', 'net', {
  id: 'own-network-namespace',
  title: 'Give it a network of its own',
  remedies: ofContainer({
    docker: '--network bridge, with --publish for each port that others need',
    compose: 'Leave out network_mode: host, and list its ports: under ports.',
    kubernetes: 'spec:\n  hostNetwork: false',
    podman:
      '--network bridge (root) or --network pasta (rootless), with --publish for each port that others need',
    lxc: 'lxc.net.0.type = veth\nlxc.net.0.link = lxcbr0',
    daemon: none('No daemon shares the network by default. podman: netns = "private" in containers.conf.'),
  }),
  breaks:
    'Breaks if it changes the routes or firewall of the host, needs its loopback, or listens on ports that are not published.',
});
