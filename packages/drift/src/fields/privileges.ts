import { few, type CapabilitySet, type Posture, type SeccompProfile } from '@shoji/posture';
import type { FieldChange } from '../change.js';
import { compareFact } from '../fact.js';
import { compareNames } from '../items.js';

const widestFirst: CapabilitySet[] = ['bounding', 'permitted', 'effective', 'inheritable', 'ambient'];

/**
 * Changes of the capabilities wall (capabilities(7)), set by set. Sets that win or lose the same are one change, under
 * the name of the widest.
 */
export function* capabilityChanges(before: Posture, after: Posture): Generator<FieldChange> {
  const found = widestFirst.flatMap((set) =>
    Array.from(
      compareNames(
        {
          wall: 'capabilities',
          field: `capabilities.${set}`,
          before: before.capabilities[set],
          after: after.capabilities[set],
        },
        {
          adding: 'weakening',
          came: (names) => `gains ${few(names)}`,
          left: (names) => `loses ${few(names)}`,
        },
      ),
      (change) => ({ set, change }),
    ),
  );
  const alike = Map.groupBy(found, ({ change }) =>
    JSON.stringify([change.leaning, change.before, change.after]),
  );
  for (const group of alike.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const also = group.slice(1).map(({ set }) => set);
    const sets = [first.set, ...also].join(', ');
    yield {
      ...first.change,
      note: first.change.leaning === 'unknown' ? first.change.note : `${first.change.note} (${sets})`,
      set: (state, side) => {
        for (const { change } of group) change.set(state, side);
      },
    };
  }
}

const modes = { strict: 0, filter: 1, disabled: 2 } as const;

/** Changes of the seccomp wall (seccomp(2)): the mode, else how many filters there are, else what they let through. */
export function* seccompChanges(
  { seccomp: before }: Posture,
  { seccomp: after }: Posture,
): Generator<FieldChange> {
  const pair = <K extends 'mode' | 'filters'>(name: K) => ({
    wall: 'seccomp' as const,
    field: `seccomp.${name}`,
    before: before[name],
    after: after[name],
  });
  yield* compareFact(pair('mode'), {
    opens: (from, to) => modes[to] > modes[from],
    without: 'disabled' as const,
    words: (_, to) =>
      ({
        strict: 'only read, write and exit are left',
        filter: 'a filter is in force',
        disabled: 'no filter is in force',
      })[to],
  });
  yield* compareFact<number>(pair('filters'), {
    opens: (from, to) => to < from,
    without: 0,
    words: (from, to) => (to < from ? 'fewer filters are in force' : 'more filters are in force'),
  });
  if (before.profile === undefined || after.profile === undefined) return;
  yield* compareFact<SeccompProfile>(
    { wall: 'seccomp', field: 'seccomp.profile', before: before.profile, after: after.profile },
    {
      opens: (from, to) => to.allowed.some((call) => !from.allowed.includes(call)),
      otherwise: 'depends',
      words: (from, to) => {
        const more = to.allowed.filter((call) => !from.allowed.includes(call));
        return more.length > 0 ? `also lets through ${few(more)}` : 'another profile is in force';
      },
    },
  );
}

/** Changes of the wall of the security modules (apparmor(7), selinux(8)). */
export function* lsmChanges({ lsm: before }: Posture, { lsm: after }: Posture): Generator<FieldChange> {
  yield* compareFact(
    { wall: 'lsm', field: 'lsm.apparmor', before: before.apparmor, after: after.apparmor },
    {
      opens: (from, to) => looseness(to) > looseness(from),
      without: { profile: 'unconfined', mode: 'unconfined' as const },
      // Which of two profiles confines less nobody can read from their names.
      otherwise: 'depends',
      words: (_, { profile, mode }) =>
        profile === 'unconfined' ? 'no profile is in force' : `${profile} is in force (${mode})`,
    },
  );
  yield* compareFact(
    { wall: 'lsm', field: 'lsm.selinux', before: before.selinux, after: after.selinux },
    {
      opens: (from, to) => permissiveness(to) > permissiveness(from),
      otherwise: 'depends',
      words: (_, { type, mode }) => `its type is ${type} (${mode})`,
    },
  );
}

type AppArmor = Extract<Posture['lsm']['apparmor'], { profile: string }>;
const loosenesses: Record<AppArmor['mode'], number> = {
  kill: 0,
  enforce: 0,
  prompt: 0,
  mixed: 1,
  complain: 2,
  unconfined: 2,
};
/** 2 = stops nothing, which is what a profile in complain mode does, too. */
const looseness = ({ profile, mode }: AppArmor): number => (profile === 'unconfined' ? 2 : loosenesses[mode]);

type Selinux = Extract<Posture['lsm']['selinux'], { user: string }>;
const free = /^(spc|unconfined|container_runtime|kernel|init|initrc)_t$|^unconfined_/;
const permissiveness = ({ type, mode }: Selinux): number =>
  mode === 'permissive' || free.test(type) ? 1 : 0;
