import { few, type Fact, type Restart, type Traits, type Wall } from '@shoji/posture';
import type { FieldChange } from '../change.js';
import { compareFact, type Pair } from '../fact.js';
import { compareNames } from '../items.js';

type Setting = 'restart' | 'healthCheck' | 'cgroupParent' | 'sysctls';

/** Changes of what a runtime was told of a container beside its walls. What only one of two collectors tells is no change. */
export function* settingChanges(before: Traits, after: Traits): Generator<FieldChange> {
  const pairs = <K extends Setting>(wall: Wall, name: K): Pair<Known<K>>[] => {
    const [was, is] = [before[name], after[name]] as [Fact<Known<K>>?, Fact<Known<K>>?];
    return was === undefined || is === undefined
      ? []
      : [{ wall, field: `traits.${name}`, before: was, after: is }];
  };
  for (const pair of pairs('cgroups', 'restart'))
    yield* compareFact<Restart>(pair, {
      opens: (from, to) => from.retries !== null && (to.retries === null || to.retries > from.retries),
      words: (_, { policy, retries }) =>
        `it is started again: ${policy}${retries ? `, ${retries} times` : ''}`,
    });
  for (const pair of pairs('cgroups', 'healthCheck'))
    yield* compareFact<boolean>(pair, {
      opens: (from, to) => from && !to,
      words: (_, to) => (to ? 'it has a health check' : 'its health check is gone'),
    });
  for (const pair of pairs('cgroups', 'cgroupParent'))
    yield* compareFact<string | null>(pair, {
      opens: (from, to) => from === null && to !== null,
      words: (_, to) => (to === null ? 'it is where its runtime puts all' : `it is below ${to}`),
    });
  for (const pair of pairs('namespaces', 'sysctls'))
    yield* compareNames(pair, {
      adding: 'depends',
      came: (names) => `set now: ${few(names)}`,
      left: (names) => `not set any more: ${few(names)}`,
    });
}

type Known<K extends Setting> = K extends 'restart'
  ? Restart
  : K extends 'healthCheck'
    ? boolean
    : K extends 'cgroupParent'
      ? string | null
      : string[];
