import { defineRule, fail, pass } from './rule.js';
import { defaultDockerPosture, posture, subjectOf } from '../../posture/src/testing/posture.js';

const description = {
  id: 'an-example',
  wall: 'namespaces',
  severity: 'high',
  revision: 1,
  title: 'An example',
  rationale: 'To try the engine.',
  remediation: 'None.',
  references: ['namespaces(7)'],
} as const;

describe('defineRule', () => {
  it('refuses to compile a rule that looks at a fact it does not declare', () => {
    const rule = defineRule({
      ...description,
      reads: { pid: (c) => c.namespaces.pid },
      unsupported: 'fail',
      // @ts-expect-error `ipc` is not declared: the type check fails should this ever compile.
      evaluate: ({ pid, ipc }) => (pid === 'host' || ipc === 'host' ? fail('shared') : pass),
    });
    expect(rule.judge(subjectOf(defaultDockerPosture())).state).toBe('pass');
  });

  it('does not ask the rule where a required fact is missing, and names every one that is', () => {
    const rule = defineRule({
      ...description,
      reads: { pid: (c) => c.namespaces.pid, ipc: (c) => c.namespaces.ipc },
      unsupported: 'not-applicable',
      evaluate: () => fail('asked'),
    });
    const document = posture((p) => {
      p.namespaces.pid = { unreadable: 'EACCES' };
      p.namespaces.ipc = { unreadable: 'ESRCH' };
    });
    expect(rule.judge(subjectOf(document))).toMatchObject({
      state: 'unknown',
      evidence: [{ field: 'namespaces.pid' }, { field: 'namespaces.ipc' }],
    });
    document.namespaces.pid = { unsupported: 'none' };
    expect(rule.judge(subjectOf(document)).state).toBe('unknown');
    document.namespaces.ipc = 'host';
    expect(rule.judge(subjectOf(document)).state).toBe('not-applicable');
  });

  it('gives considered facts as they are, and learns the paths of all from the readers', () => {
    const rule = defineRule({
      ...description,
      reads: { limit: (c) => c.cgroups.memory.limit },
      considers: { last: (_, { host }) => host.capLastCap, orphan: (_, { traits }) => traits.orphan },
      unsupported: 'fail',
      evaluate: ({ last }) => (typeof last === 'number' ? pass : fail('not known')),
    });
    expect(rule.fields).toEqual(['cgroups.memory.limit', 'host.capLastCap', 'traits.orphan']);
    const host = { capLastCap: { unreadable: 'EACCES' } };
    expect(rule.judge(subjectOf(defaultDockerPosture(), host)).state).toBe('fail');
  });
});
