import { isUnreadable, isUnsupported, type HostDocument, type Posture, type Subject } from '../index.js';

const denied = { unreadable: 'EACCES' };
/** Groups of facts in a posture; all else that has no `schema` is a fact. */
const groups = /^(namespaces|user|capabilities|seccomp|lsm|cgroups|memory|cpu|pids|io|rlimits|filesystem)$/;

const isGroup = (key: string, value: unknown, path: readonly string[]): value is object =>
  groups.test(key) &&
  path[0] !== 'rlimits' &&
  (path.length === 0 || path[0] === 'cgroups') &&
  typeof value === 'object' &&
  value !== null &&
  !isUnreadable(value) &&
  !isUnsupported(value);

/** Paths of all facts of a posture (`cgroups.memory.limit`). */
export const factsOf = (document: object, path: readonly string[] = []): string[] =>
  Object.entries(document).flatMap(([key, value]: [string, unknown]) => {
    const at = [...path, key];
    return key === 'schema' ? [] : isGroup(key, value, path) ? factsOf(value, at) : [at.join('.')];
  });

/** The document with the facts unreadable whose path `isHidden` picks. */
export const hidden = (
  document: object,
  isHidden: (path: string) => boolean,
  path: readonly string[] = [],
): object =>
  Object.fromEntries(
    Object.entries(document).map(([key, value]: [string, unknown]) => {
      const at = [...path, key];
      if (isGroup(key, value, path)) return [key, hidden(value, isHidden, at)];
      return [key, key !== 'schema' && isHidden(at.join('.')) ? denied : value];
    }),
  );

/** The subject with some facts of its posture unreadable. */
export const withHidden = (subject: Subject, names: readonly string[]): Subject => ({
  ...subject,
  posture: hidden(subject.posture, (path) => names.includes(path)) as Posture,
});

/** The subject of which nothing could be read; what its runtime is called is no fact of the kernel's. */
export function withoutFacts({ posture, host, traits }: Subject): Subject {
  const { kernel, cgroupMode, lsms, lockdown, capLastCap, cpus, memory, sysctls, runtimes, ...named } = host;
  const all = { kernel, cgroupMode, lsms, lockdown, capLastCap, cpus, memory };
  const unread = (facts: object) => Object.fromEntries(Object.keys(facts).map((name) => [name, denied]));
  return {
    posture: hidden(posture, () => true) as Posture,
    host: {
      ...named,
      ...unread(all),
      sysctls: unread(sysctls),
      runtimes: runtimes.map((runtime) => ({ ...runtime, version: denied, configuration: denied })),
    } as HostDocument,
    traits: {
      schema: traits.schema,
      runtime: traits.runtime,
      declared: traits.declared,
      deviations: [],
      ports: [],
      orphan: traits.orphan,
    },
  };
}
