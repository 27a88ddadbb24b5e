import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { unreadable, unsupported, type Posture, type Subject } from '@shoji/posture';
import {
  bind,
  debianHost,
  defaultDockerPosture,
  subjectOf,
  toldByDocker,
} from '../../posture/src/testing/posture.js';
import { CustomRuleError, type CustomRuleErrorCode } from './errors.js';
import { compileRule, compileRules } from './rule.js';

const definition = (expression: string, more: object = {}) => ({
  id: 'ours',
  title: 'Ours',
  wall: 'lsm',
  severity: 'high',
  rationale: 'Because.',
  fix: 'Mend it.',
  expression,
  ...more,
});
const rule = (expression: string) => compileRule(definition(expression));
const changed = (change: (posture: Posture) => void, host = {}): Subject => {
  const document = structuredClone(defaultDockerPosture());
  change(document);
  return subjectOf(document, host, toldByDocker());
};
const docker = changed(() => undefined);
const said = (expression: string, subject = docker) => {
  const { state, evidence } = rule(expression).judge(subject);
  return [state, ...evidence.map(({ field }) => field)];
};
const refusal = (given: unknown): CustomRuleError => {
  try {
    compileRule(given);
  } catch (error) {
    if (error instanceof CustomRuleError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('compileRule', () => {
  it.each<[string, CustomRuleErrorCode, number, string]>([
    ['posture.lsm.aparmor.profile == "x"', 'unknown-name', 13, 'there is no field aparmor'],
    ['nothing == 1', 'unknown-name', 1, 'nothing'],
    ['posture.user.uid == "0"', 'wrong-type', 1, 'int == string'],
    ['posture.user.uid', 'wrong-type', 1, 'true or false'],
    ['host.runtimes[0].configuration["x"]', 'wrong-type', 1, 'true or false'],
    ['posture.user.uid ==', 'invalid-expression', 20, 'EOF'],
    ['posture.lsm.apparmor.profile.matches("(a+)+$")', 'not-supported', 1, 'glob'],
    ['cel.bind(x, posture.user.uid, x == 1)', 'not-supported', 1, 'bind'],
    ['posture.user.uid > 1.5', 'not-supported', 20, 'whole numbers'],
    ['{"a": 1} == {"a": 1}', 'too-large', 2, ''],
    ['true', 'not-supported', 0, 'reads no fact'],
    [`${'('.repeat(500)}true${')'.repeat(500)}`, 'too-large', 25, ''],
    [`${'!'.repeat(1900)}posture.user.noNewPrivileges`, 'too-large', 0, ''],
    [`posture.user.uid in [${'1,'.repeat(200)}1]`, 'too-large', 0, ''],
    [Array(150).fill('posture.user.uid==1').join('||').slice(0, 1999), 'too-large', 0, ''],
    [' '.repeat(2001), 'invalid-definition', 0, 'expression'],
  ])('refuses %.60s', (expression, code, column, words) => {
    const error = refusal(definition(expression));
    expect(error.code).toBe(code);
    if (column > 0) expect(error.place?.column).toBe(column);
    expect(error.message).toContain(words);
  });

  it('names the line', () => {
    expect(refusal(definition('posture.user.uid == 0 ||\n  posture.user.x')).message).toMatch(
      /^rule ours, line 2, column \d+: /,
    );
  });

  it.each([
    [null, 'object'],
    [definition('true', { id: 'Ours' }), 'kebab-case'],
    [definition('true', { id: 'no-memory-limit' }), 'built-in'],
    [definition('true', { id: 'docker-group-has-members' }), 'built-in'],
    [definition('true', { wall: 'moat' }), 'one of namespaces'],
    [definition('true', { severity: 'dire' }), 'one of low'],
    [definition('true', { fix: 1 }), 'fix must be a text'],
    [definition('true', { title: 'x'.repeat(201) }), 'title is longer'],
    [definition('true', { color: 'red' }), 'no field "color"'],
    [definition('true', { rationale: 'a\0b' }), 'rationale holds a character'],
    [definition('posture.user.uid == 0 || "\ud800" == ""'), 'expression holds a character'],
  ])('refuses the definition %#', (given, words) => {
    expect(refusal(given).message).toContain(words);
  });

  it('names the field that is wrong', () => {
    expect(refusal(definition('posture.user.uid ==')).field).toBe('expression');
    expect(refusal(definition('true', { wall: 'moat' })).field).toBe('wall');
    expect(refusal(definition('true', { title: 'x'.repeat(201) })).field).toBe('title');
  });

  it('takes every id of a list once', () => {
    const one = definition('posture.user.uid == 0');
    expect(() => compileRules([one, one])).toThrow('two rules of this id');
    expect(() => compileRules(one)).toThrow('not a list');
    expect(() => compileRules(Array(201).fill(one))).toThrow('more than 200');
  });

  it('names the facts that it reads', () => {
    expect(
      rule('posture.user.uid == 0 && host.sysctls["a"] == "1" && traits.ports.size() == 0').fields,
    ).toEqual(['user.uid', 'host.sysctls', 'traits.ports']);
  });
});

describe('judge', () => {
  const unread = changed((p) => (p.user.uid = unreadable('EACCES')));
  const without = changed((p) => (p.lsm.apparmor = unsupported('kernel built without AppArmor')));
  const mounted = changed(
    (p) =>
      (p.filesystem.mounts = [bind('/etc'), { ...bind('/srv'), fromHost: unreadable('EIO') }, bind('/opt')]),
  );

  it.each<[string, Subject, ...string[]]>([
    ['posture.user.uid == 0', docker, 'pass', 'user.uid'],
    ['posture.user.uid != 0', docker, 'fail', 'user.uid'],
    ['posture.user.uid == 0', unread, 'unknown', 'user.uid'],
    ['!(posture.user.uid == 0)', unread, 'unknown', 'user.uid'],
    ['posture.user.uid == 0 || posture.namespaces.pid == "own"', unread, 'pass', 'namespaces.pid'],
    ['posture.namespaces.pid == "own" || posture.user.uid == 0', unread, 'pass', 'namespaces.pid'],
    ['posture.user.uid == 0 && posture.namespaces.pid == "host"', unread, 'fail', 'namespaces.pid'],
    ['posture.user.uid == 0 && posture.namespaces.pid == "own"', unread, 'unknown', 'user.uid'],
    ['posture.user.uid == posture.user.uid', unread, 'unknown', 'user.uid'],
    ['[posture.user.uid].size() == 1 || posture.user.gid == 1', unread, 'unknown', 'user.uid'],
    ['posture.user.uid == 0 ? true : true', unread, 'unknown', 'user.uid'],
    ['posture.lsm.apparmor.profile == "x"', without, 'not-applicable', 'lsm.apparmor'],
    ['has(posture.lsm.apparmor) && posture.lsm.apparmor.profile == "x"', without, 'fail', 'lsm.apparmor'],
    ['has(posture.user.uid)', unread, 'unknown', 'user.uid'],
    ['has(traits.image)', docker, 'unknown', 'traits.image'],
    ['traits.image == "digest"', docker, 'unknown', 'traits.image'],
    ['posture.cgroups.memory.limit == null', docker, 'pass', 'cgroups.memory.limit'],
    ['posture.cgroups.memory.limit < 5', docker, 'unknown', 'cgroups.memory.limit'],
    [
      'posture.filesystem.mounts.exists(m, m.source == "/srv")',
      mounted,
      'pass',
      'filesystem.mounts[1].source',
    ],
    ['posture.filesystem.mounts.exists(m, m.source == "/x")', mounted, 'fail', 'filesystem.mounts'],
    ['posture.filesystem.mounts.all(m, m.source != "/opt")', mounted, 'fail', 'filesystem.mounts[2].source'],
    ['posture.filesystem.mounts.all(m, m.fromHost)', mounted, 'unknown', 'filesystem.mounts[1].fromHost'],
    ['posture.filesystem.mounts.exists(m, m.fromHost)', mounted, 'pass', 'filesystem.mounts[0].fromHost'],
    ['posture.filesystem.mounts.exists_one(m, m.source.glob("/s*v"))', mounted, 'pass', 'filesystem.mounts'],
    [
      'posture.filesystem.mounts.filter(m, m.source != "/etc").map(m, m.source) == ["/srv", "/opt"]',
      mounted,
      'pass',
      'filesystem.mounts',
    ],
    ['posture.filesystem.mounts[7].readonly', mounted, 'unknown', 'filesystem.mounts[7]'],
    ['host.sysctls["kernel.x"] == "1"', docker, 'unknown', 'host.sysctls[kernel.x]'],
    ['"constructor" in host.sysctls', docker, 'fail', 'host.sysctls'],
    ['host.cpus / 0 == 1', docker, 'unknown', 'host.cpus / 0'],
    [
      'host.memory * host.memory * host.memory == 1',
      docker,
      'unknown',
      'host.memory * host.memory * host.memory',
    ],
    ['"CAP_CHOWN" in posture.capabilities.effective', docker, 'pass', 'capabilities.effective'],
    [
      'host.kernel.startsWith("6.") && host.kernel.endsWith("amd64") && host.kernel.contains("-") && host.kernel.size() > 3',
      docker,
      'pass',
      'host.kernel',
    ],
  ])('says of %s what the facts say', (expression, subject, ...expected) => {
    expect(said(expression, subject)).toEqual(expected);
  });

  it('ends on expressions that would take forever', () => {
    const nested = (depth: number, body: string): string =>
      depth === 0 ? body : `posture.capabilities.bounding.all(c${depth}, ${nested(depth - 1, body)})`;
    const { state, evidence } = rule(nested(5, 'host.cpus > 0')).judge(docker);
    expect(state).toBe('unknown');
    expect(evidence[0]?.text).toContain('20000 steps');
    const long = changed(
      (p) => (p.seccomp.profile = { hash: '', defaultAction: 'a'.repeat(4096), allowed: [] }),
    );
    expect(said(`posture.seccomp.profile.defaultAction.glob('*${'a'.repeat(900)}b')`, long)[0]).toBe(
      'unknown',
    );
  });

  it('says of a part that reads nothing unreadable the same, whatever else could not be read', () => {
    const facts = [
      'posture.user.uid == 0',
      'posture.user.gid == 7',
      'posture.user.noNewPrivileges',
      'host.cpus > 1',
    ];
    const formula = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...facts),
        fc
          .tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('any').map((a) => `!(${a})`),
      ),
    })).any;
    fc.assert(
      fc.property(formula, fc.integer({ min: 0, max: 3 }), fc.boolean(), (text, hidden, value) => {
        fc.pre(text.length < 1000 && text.split('(').length < 20);
        const hide = [
          (p: Posture, to: boolean | null) => (p.user.uid = to === null ? unreadable('EIO') : to ? 0 : 1),
          (p: Posture, to: boolean | null) => (p.user.gid = to === null ? unreadable('EIO') : to ? 7 : 1),
          (p: Posture, to: boolean | null) => (p.user.noNewPrivileges = to ?? unreadable('EIO')),
          () => undefined,
        ][hidden];
        const blind = said(
          text,
          changed((p) => hide?.(p, null)),
        )[0];
        const known = said(
          text,
          changed((p) => hide?.(p, value)),
        )[0];
        if (blind !== 'unknown') expect(known).toBe(blind);
      }),
    );
  });

  it('throws nothing but its own refusal, whatever is written', () => {
    const words = [
      'posture',
      '.user',
      '.uid',
      'host',
      '.sysctls',
      '["a"]',
      '==',
      '&&',
      '!',
      '-',
      '(',
      ')',
      '[',
      ']',
      ',',
      '1',
      '"x"',
      'null',
      'x',
      '.all(x, ',
      '.map(x, ',
      '.size()',
      'has(',
      '?',
      ':',
      '.mounts',
      '.filesystem',
      '+',
      '*',
      'in',
      '{',
      '}',
      '.glob("*")',
      '.__proto__',
      '.constructor',
      '\\',
      '0x',
      'b"a"',
      '1u',
      '1.5',
      '"',
      '\u0000',
      '.?a',
      '[?0]',
    ];
    const written = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom(...words), fc.integer({ min: 1, max: 2000 }))
        .map(([word, count]) => word.repeat(count)),
    );
    fc.assert(
      fc.property(written, (text) => {
        try {
          expect(['pass', 'fail', 'unknown', 'not-applicable']).toContain(rule(text).judge(docker).state);
        } catch (error) {
          if (!(error instanceof CustomRuleError)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('docs/custom-rules.md', () => {
  const page = readFileSync(new URL('../../../docs/custom-rules.md', import.meta.url), 'utf8');
  const rules = compileRules(JSON.parse(/```json\n([^`]*)```/.exec(page)?.[1] ?? 'null'));
  const states = (subject: Subject) => rules.map((item) => item.judge(subject).state);

  it('has examples that say what they claim', () => {
    expect(states(docker)).toEqual(['fail', 'fail', 'pass', 'pass']);
    const ours = changed((p) => {
      p.lsm.apparmor = { profile: 'corp-default', mode: 'enforce' };
      p.cgroups.memory.limit = 2 ** 32;
      p.filesystem.mounts = [bind('/srv/x', { readonly: false })];
    });
    ours.traits.ports = [{ hostAddress: '0.0.0.0', hostPort: 22, containerPort: 22, protocol: 'tcp' }];
    expect(states(ours)).toEqual(['pass', 'pass', 'fail', 'fail']);
    expect(debianHost().lsms).toContain('apparmor');
  });

  it('shows a message as it is', () => {
    expect(page).toContain(
      refusal({ ...rules[0]?.definition, expression: "posture.lsm.aparmor.profile == ''" }).message,
    );
  });
});
