import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

const isEverywhere = (address: string): boolean => /^(0\.0\.0\.0|::|\*|)$/.test(address);

/** Its ports are no longer open on every address of the host. */
export const publishOnLoopback = defineChange({
  id: 'publish-on-loopback',
  title: 'Publish its ports on one address only',
  walls: ['namespaces'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: '--publish 127.0.0.1:PORT:PORT',
    compose: 'ports: ["127.0.0.1:PORT:PORT"]',
    kubernetes: 'ports:\n  - hostIP: 127.0.0.1   # or no hostPort, and a Service in front',
    podman: '--publish 127.0.0.1:PORT:PORT',
    lxc: { none: 'LXC publishes no ports: they are rules of the host’s firewall.' },
    daemon: 'docker: {"ip": "127.0.0.1"} in daemon.json',
  }),
  breaks: 'Breaks if other machines connect to it without a proxy in front.',
  verify: null,
  amend: ({ traits: { ports } }) =>
    ports.some(({ hostAddress }) => isEverywhere(hostAddress))
      ? {
          traits: {
            ports: ports.map((port) =>
              isEverywhere(port.hostAddress)
                ? { ...port, hostAddress: port.hostAddress === '::' ? '::1' : '127.0.0.1' }
                : port,
            ),
          },
        }
      : null,
});
