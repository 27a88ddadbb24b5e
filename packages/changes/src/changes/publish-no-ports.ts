import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

/** No port of the host leads into it. */
export const publishNoPorts = defineChange({
  id: 'publish-no-ports',
  title: 'Publish none of its ports on the host',
  walls: ['namespaces'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --publish and --publish-all: containers of one network reach each other without.',
    compose: 'expose: instead of ports:',
    kubernetes: 'Leave out hostPort; a Service leads to it.',
    podman:
      'Leave out --publish and --publish-all: containers of one network or pod reach each other without.',
    lxc: { none: 'LXC publishes no ports: they are rules of the host’s firewall.' },
  }),
  breaks: 'Breaks if somebody outside connects to it without a proxy in front.',
  verify: null,
  amend: ({ traits: { ports } }) => (ports.length > 0 ? { traits: { ports: [] } } : null),
});
