import { evidenceOf, isKnown, type Listener } from '@shoji/posture';
import { defineRule, fail, notApplicable, pass, unknown } from '../rule.js';

/** A listening socket of the container belongs to an SSH server. */
export const sshServerListening = defineRule({
  id: 'ssh-server-listening',
  wall: 'namespaces',
  severity: 'medium',
  revision: 1,
  title: 'An SSH server runs in the container',
  rationale:
    'Who can sign in to a container leaves no trace at the runtime, and keys and passwords lie in its image. The runtime’s own exec does the same under the control and in the log of the host. Seen from the sockets that the kernel says are listened on, so an image without ps hides nothing.',
  remediation:
    'Remove the server from the image; use docker exec, kubectl exec or podman exec. Where a shell from outside is the purpose, put it into a container of its own.',
  references: ['CIS Docker 1.6.0 5.7', 'ATT&CK T1021.004', 'proc_net_tcp(5)'],
  reads: {},
  considers: { network: (c) => c.namespaces.network, listeners: (_, { traits }) => traits.listeners },
  unsupported: 'fail',
  evaluate: ({ network, listeners }) => {
    if (listeners === undefined || !isKnown(listeners)) {
      // In a namespace shared with another container they are told of its owner.
      if (network === 'container')
        return notApplicable(() => [
          evidenceOf('namespaces.network', network, 'what listens is told of the owner of its network'),
        ]);
      const text =
        network === 'host' ? 'what listens in the network of the host is not told by container' : undefined;
      return unknown(() => [evidenceOf('traits.listeners', listeners ?? { unreadable: 'not read' }, text)]);
    }
    const found = listeners.filter(isSshServer);
    return found.length === 0
      ? pass
      : fail(() =>
          found.map((listener) =>
            evidenceOf(
              'traits.listeners',
              { ...listener },
              `${listener.exe ?? 'somebody'} listens on ${listener.port}/${listener.protocol}`,
            ),
          ),
        );
  },
});

const isSshServer = ({ exe, port, protocol }: Listener): boolean =>
  exe === null
    ? protocol === 'tcp' && port === 22
    : /\/(sshd(-session)?|dropbear|dropbearmulti|tinysshd)( \(deleted\))?$/.test(exe);
