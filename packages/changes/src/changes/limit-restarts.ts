import { isKnown } from '@shoji/posture';
import { defineChange } from '../change.js';
import { none, ofContainer } from '../remedies.js';

/** Restarts after a failure (CIS Docker 5.15). */
const retries = 5;

/** After a few failures it ends for good. */
export const limitRestarts = defineChange({
  id: 'limit-restarts',
  title: 'Limit how often it is started again',
  walls: ['cgroups'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: `--restart on-failure:${retries}   # docker update sets it while it runs`,
    compose: `restart: "on-failure:${retries}"`,
    kubernetes: none('A pod has no number: the kubelet waits longer before each start.'),
    podman: `--restart on-failure:${retries}`,
    lxc: none('LXC starts no container again.'),
  }),
  breaks: `Breaks if it is meant to come back after the host or the daemon was started again, or after more than ${retries} failures.`,
  verify: null,
  amend: ({ traits: { restart } }) =>
    restart !== undefined && isKnown(restart) && (restart.retries ?? Infinity) > retries
      ? { traits: { restart: { policy: 'on-failure', retries } } }
      : null,
});
