/** Every rule that a container can fail is mended by some change, but for those of which is said why not. */
import { changes } from '@shoji/changes';
import type { HostDocument, Posture, Subject, Traits } from '@shoji/posture';
import { rules } from '@shoji/rules';
import { subjectOf } from '../../posture/src/testing/posture.js';

interface Case {
  state: string;
  posture: Posture;
  host?: Partial<HostDocument>;
  traits?: Partial<Traits>;
}

const failing = new Map<string, Subject[]>();
for (const { id } of rules) {
  const { cases } = (await import(`../../rules/src/rules/${id}.cases.ts`)) as { cases: readonly Case[] };
  const subjects = cases
    .filter(({ state }) => state === 'fail')
    .map(({ posture, host, traits }) => {
      const subject = subjectOf(posture, host);
      return { ...subject, traits: { ...subject.traits, ...traits } };
    });
  failing.set(id, subjects);
}

/** What no setting of a container, its daemon or its host changes. */
const withoutChange: Readonly<Record<string, string>> = {
  'host-mount-namespace': 'It is no container: its tree is the host’s.',
  'ssh-server-listening': 'It is what the image runs.',
  'image-tag-latest': 'It is by which name the image is asked for.',
  'orphaned-container': 'Nobody is there to start it otherwise.',
  'no-health-check': 'What tells that it does its work is known to those who run it.',
  'host-path-mounted': 'Which of its data could lie elsewhere is known to those who run it.',
  ...Object.fromEntries(
    ['namespaces', 'user', 'cgroups', 'rlimits', 'capabilities', 'seccomp', 'lsm', 'filesystem'].map(
      (wall) => [`declared-${wall}-not-enforced`, 'It was set already, and the kernel does not enforce it.'],
    ),
  ),
};

it.each(rules.map((rule) => [rule.id, rule] as const))('%s is mended by a change', (id, rule) => {
  const mending = changes.filter((change) =>
    (failing.get(id) ?? []).some((subject) => rule.judge(change.apply(subject)).state !== 'fail'),
  );
  expect([id, withoutChange[id] ?? (mending.length > 0 ? 'mended' : 'not mended')]).toEqual([
    id,
    withoutChange[id] ?? 'mended',
  ]);
  // A reason that is no longer one goes.
  if (withoutChange[id] !== undefined) expect(mending.map((change) => change.id)).toEqual([]);
});
