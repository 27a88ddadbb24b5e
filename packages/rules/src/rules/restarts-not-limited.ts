import { defineRule, fail, pass } from '../rule.js';

/** Restarts after a failure that are still few (CIS Docker 5.15). */
const few = 5;

/** The runtime starts the container again without end. */
export const restartsNotLimited = defineRule({
  id: 'restarts-not-limited',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'It is started again without end',
  rationale:
    'A container that fails again and again takes its share of the host at each start, and whoever crashes it on purpose, to try an attack once more, gets as many tries as he wants. One that ends for good after a few failures is noticed.',
  remediation:
    'docker, podman: --restart on-failure:5. compose: restart: "on-failure:5". Kubernetes: restartPolicy of the pod, whose restarts wait longer and longer.',
  references: ['CIS Docker 1.6.0 5.15'],
  reads: { restart: (_, { traits }) => traits.restart },
  unsupported: 'not-applicable',
  evaluate: ({ restart: { policy, retries } }) => {
    if (retries !== null && retries <= few) return pass;
    if (retries !== null) return fail(`it is started again ${retries} times after a failure`);
    return fail(`it is started again however often it ${policy === 'on-failure' ? 'fails' : 'ends'}`);
  },
});
