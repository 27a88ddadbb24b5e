import { defineRule, fail, pass } from '../rule.js';

/** The inheritable set of the container is not empty. */
export const inheritableCapabilities = defineRule({
  id: 'inheritable-capabilities',
  wall: 'capabilities',
  severity: 'low',
  revision: 1,
  title: 'Programs inherit capabilities that nobody meant for them',
  rationale:
    'What is inheritable joins with the file capabilities of a program at its start: an ordinary user gains what only the bounding set was to cap. docker before 20.10.14 and containerd before 1.5.11 and 1.6.2 filled the set by mistake, and old versions of others do it still.',
  remediation:
    'docker: update the engine to 20.10.14 or later and start the container anew. containerd: 1.6.2 or later. Otherwise give capabilities as ambient ones of a user, or not at all.',
  references: ['CVE-2022-24769', 'capabilities(7)'],
  reads: { inheritable: (c) => c.capabilities.inheritable },
  unsupported: 'not-applicable',
  evaluate: ({ inheritable }) =>
    inheritable.length === 0 ? pass : fail(`${inheritable.join(', ')} can be inherited`),
});
