import { unreadable, type Fact, type Restart, type Traits } from '@shoji/posture';
import { factLine, listed, type Line } from './line.js';

/** What its runtime was told that is no wall. */
export function toldWords({ restart, healthCheck, cgroupParent, sysctls }: Traits): Line[] {
  return [
    factLine('started again', orUnread(restart), restartWords),
    factLine('health check', orUnread(healthCheck), (has) => (has ? 'yes' : 'no')),
    factLine('cgroup below', orUnread(cgroupParent), (parent) => parent ?? 'its runtime’s own'),
    factLine('kernel set', orUnread(sysctls), (names) => listed(names)),
  ];
}

const orUnread = <T>(fact: Fact<T> | undefined): Fact<T> => fact ?? unreadable('not read');

const restartWords = ({ policy, retries }: Restart): string => {
  if (policy === 'no') return 'never';
  return `${policy}, ${retries === null ? 'without end' : `at most ${retries} times`}`;
};
