import { evidenceOf, isKnown } from '@shoji/posture';
import { describePort } from '../ports.js';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** A port of the host leads to a port of the container on which nothing listens. */
export const publishedPortWithoutListener = defineRule({
  id: 'published-port-without-listener',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'A published port leads to nothing',
  rationale:
    'A port that nobody needs is open: whatever starts to listen there later, wanted or not, can be reached from outside at once. The kernel says what listens; the runtime says what was published.',
  remediation:
    'docker: leave out the -p that nothing listens on, and -P. compose: the same in ports. Start the container anew.',
  references: ['CIS Docker 1.6.0 5.9', 'proc_net_tcp(5)'],
  reads: { ports: (_, { traits }) => traits.ports },
  considers: { listeners: (_, { traits }) => traits.listeners },
  unsupported: 'not-applicable',
  evaluate: ({ ports, listeners }) => {
    if (ports.length === 0) return pass;
    if (listeners === undefined || !isKnown(listeners))
      return unknown(() => [evidenceOf('traits.listeners', listeners ?? { unreadable: 'not read' })]);
    const idle = ports.filter(
      ({ containerPort, protocol }) =>
        !listeners.some((listener) => listener.port === containerPort && listener.protocol === protocol),
    );
    return idle.length === 0
      ? pass
      : fail(() =>
          idle.map((port) =>
            evidenceOf('traits.ports', { ...port }, `${describePort(port)}, where nothing listens`),
          ),
        );
  },
});
