import { isKnown, type RlimitName, type Wall } from '@shoji/posture';
import { defineChange, type Change, type Remedies, type Remedy } from './change.js';
import { ofContainer } from './remedies.js';

const walls: readonly Wall[] = ['rlimits'];

/** A change that lowers a resource limit whose hard value is `over` or none (getrlimit(2)). */
export const lowerLimit = (
  name: RlimitName,
  [soft, hard]: readonly [number, number],
  {
    over,
    line,
    ...rest
  }: {
    id: string;
    title: string;
    breaks: string;
    /** Hard values from which on it applies. */
    over: number;
    /** How `/proc/PID/limits` calls it. */
    line: string;
  },
): Change =>
  defineChange({
    ...rest,
    walls,
    effort: 'low',
    revision: 1,
    remedies: remediesOf(name, soft, hard),
    verify: `[ "$(awk '/^${line}/ { print $(NF - 1) }' /proc/$PID/limits)" != unlimited ] && [ "$(awk '/^${line}/ { print $(NF - 1) }' /proc/$PID/limits)" -le ${hard} ]`,
    amend: ({ posture: { rlimits } }) => {
      const before = rlimits[name];
      if (!isKnown(before) || (before.hard !== null && before.hard < over)) return null;
      return { posture: { rlimits: { [name]: { soft: Math.min(before.soft ?? soft, soft), hard } } } };
    },
  });

const kubernetes: Remedy = {
  none: 'A pod cannot ask for it: it has what the container runtime’s unit was started with, see daemon.',
};

const remediesOf = (name: RlimitName, soft: number, hard: number): Remedies =>
  ofContainer({
    docker: `--ulimit ${name}=${soft}:${hard}`,
    compose: `ulimits:\n  ${name}: {soft: ${soft}, hard: ${hard}}`,
    kubernetes,
    podman: `--ulimit ${name}=${soft}:${hard}`,
    lxc: `lxc.prlimit.${name} = ${soft}:${hard}`,
    daemon: `docker: {"default-ulimits": {"${name}": {"Name": "${name}", "Soft": ${soft}, "Hard": ${hard}}}} in daemon.json. podman: default_ulimits = ["${name}=${soft}:${hard}"] in containers.conf.`,
  });
