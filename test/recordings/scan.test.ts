/** `shoji scan --recording` on whole recorded hosts, as a person and as a program calls it. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scan } from '../../apps/collector/src/scan/scan.js';
import { detail } from '../../apps/collector/src/scan/detail.js';
import { judged } from '../../apps/collector/src/scan/scanned.js';
import type { ScanContainer, ScanDocument } from '../../apps/collector/src/scan/document.js';
import type { SarifLog } from '../../apps/collector/src/scan/sarif.js';
import { posture } from '../../packages/posture/src/index.js';
import { hostRules, rules } from '../../packages/rules/src/index.js';
import { hostNames, jsonIn, readerOf, unpack } from './unpack.js';

const { directory, remove } = unpack('vm-aa');
afterAll(remove);

/** What a call answers and prints. */
async function call(args: string[], { colours = false, width = 160 } = {}) {
  let [out, err] = ['', ''];
  const code = await scan(args, '0.1.0', {
    out: (text) => (out += text),
    err: (text) => (err += text),
    colours,
    width,
  });
  return { code, out, err };
}
const recorded = (...args: string[]) => call(['--recording', directory, ...args]);
const documentOf = async (...args: string[]) => JSON.parse((await recorded(...args)).out) as ScanDocument;

describe.each(hostNames)('scan of %s', (name) => {
  const host = unpack(name);
  afterAll(host.remove);

  it('shows every container that the reader finds, worst first', async () => {
    const { containers } = await readerOf(host.directory).read(new Date(0));
    const { code, out, err } = await call(['--recording', host.directory]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.trimStart().startsWith('risk')) + 1);
    const risks = rows.slice(0, rows.indexOf('')).map((line) => parseInt(line, 10));
    expect(risks).toHaveLength(containers.filter(({ instance }) => instance.kind === 'container').length);
    expect(risks).toEqual([...risks].sort((a, b) => b - a));
  });

  it('shows each of them in full', async () => {
    const snapshot = await readerOf(host.directory).read(new Date(0));
    for (const container of judged(snapshot)) {
      const text = detail(container, snapshot.host, new Date(0), { colours: false, width: 80 });
      expect(text).toContain(container.instance.id);
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

describe('--json', () => {
  it('has postures as they were read, and every rule in one place', async () => {
    const found = await documentOf('--json', '--all');
    const expected = jsonIn<{ containers: { name: string }[] }>(directory, 'expected.json').containers;
    expect(found.containers.length).toBeGreaterThan(70);
    expect(expected.length).toBeGreaterThan(70);
    for (const { posture: read, findings, undecided, passed, notApplicable } of found.containers) {
      expect(posture.parse(read)).toEqual(read);
      const ids = [...findings, ...undecided].map(({ rule }) => rule).concat(passed, notApplicable);
      expect(ids.sort()).toEqual(rules.map(({ id }) => id).sort());
    }
  });

  it('holds the one container that is asked for', async () => {
    const { containers } = await documentOf('--json', '--container', 'd-priv');
    expect(containers.map(({ name }) => name)).toEqual(['d-priv']);
  });
});

it('--check says what could be read where the host was recorded', async () => {
  const { code, out } = await recorded('--check');
  expect(code).toBe(0);
  expect(out).toMatch(/^yes +securityfs /m);
  expect(out).toContain('cgroup v2 device programs cannot be read');
});

it('--sarif has the findings of --json', async () => {
  const { containers, hostRules } = await documentOf('--json');
  const { runs } = JSON.parse((await recorded('--sarif')).out) as SarifLog;
  expect(runs[0].results.filter(({ kind }) => kind === 'fail')).toHaveLength(
    [...containers, hostRules!].flatMap(({ findings }) => findings).length,
  );
});

describe('what the host lacks', () => {
  it('stands below the table and in the document, worst first', async () => {
    const { hostRules: found } = await documentOf('--json');
    const { out } = await recorded();
    expect(found!.findings.length).toBeGreaterThan(0);
    const lines = out.split('\n');
    const from = lines.findIndex((line) => line.startsWith('the host: ')) + 1;
    const rows = lines.slice(from, from + found!.findings.length);
    expect(rows.map((row) => row.split(' ')[0])).toEqual(found!.findings.map(({ severity }) => severity));
    for (const [index, { title }] of found!.findings.entries()) expect(rows[index]).toContain(title);
    const ids = [...found!.findings, ...found!.undecided].map(({ rule }) => rule);
    expect(ids.concat(found!.passed, found!.notApplicable).sort()).toEqual(
      hostRules.map(({ id }) => id).sort(),
    );
  });

  it('counts for --fail-on, but not where one container is asked for', async () => {
    const { containers, hostRules: found } = await documentOf('--json');
    const all = [...containers, found!].flatMap(({ findings }) => findings).length;
    expect((await recorded('--fail-on', 'low')).err).toContain(`${all} found of severity low or above`);
    expect((await recorded('--container', 'd-hardened')).out).not.toContain('the host: ');
    expect((await documentOf('--json', '--container', 'd-hardened')).hostRules).toBeUndefined();
    const { runs } = JSON.parse((await recorded('--sarif', '--container', 'd-hardened')).out) as SarifLog;
    expect(runs[0].results.filter(({ properties }) => 'host' in properties)).toEqual([]);
  });
});

describe('exit codes', () => {
  it.each([
    ['a finding of that severity', ['--container', 'd-priv', '--fail-on', 'critical'], 1],
    ['a worse finding', ['--container', 'd-priv', '--fail-on', 'low'], 1],
    ['only milder ones', ['--container', 'd-hardened', '--fail-on', 'high'], 0],
    ['the same in the document', ['--json', '--container', 'd-priv', '--fail-on', 'high'], 1],
    ['an unknown flag', ['--conatiner', 'x'], 2],
    ['no severity', ['--fail-on', 'terrible'], 2],
    ['two forms at once', ['--json', '--sarif'], 2],
    ['an argument too many', ['web'], 2],
    ['no such container', ['--container', 'nobody-knows'], 2],
    ['several such containers', ['--container', 'd-'], 2],
    ['--help', ['--help'], 0],
  ])('for %s', async (_, args, code) => {
    expect((await recorded(...args)).code).toBe(code);
  });

  it('are 3 where there is no recording or no procfs', async () => {
    expect(await call(['--recording', '/nowhere'])).toMatchObject({ code: 3, out: '' });
    expect(await call(['--path.procfs', '/nowhere'])).toMatchObject({ code: 3, out: '' });
  });

  it('are 3 where nothing was found but not all could be decided, unless that is allowed', async () => {
    const [only] = (await documentOf('--json', '--container', 'd-hardened')).containers as [ScanContainer];
    const status = `${directory}/fs/proc/${only.instance.pid}/status`;
    renameSync(status, `${status}.away`);
    const args = ['--container', 'd-hardened', '--fail-on', 'high'];
    expect(await recorded(...args)).toMatchObject({
      code: 3,
      err: expect.stringContaining('could not be decided') as string,
    });
    expect(await recorded(...args, '--allow-unknown')).toMatchObject({ code: 0 });
    renameSync(`${status}.away`, status);
  });
});

describe('what is said on standard error', () => {
  it.each([
    [['--conatiner', 'x'], 'Did you mean --container?'],
    [['--container', 'd-defualt'], 'no container is called “d-defualt”. Did you mean d-default'],
    [['--container', 'd-'], '“d-” may be any of these:\n'],
    [
      ['--container', 'nobody\u001b-knows'],
      'no container is called “nobody\\u{1b}-knows”; shoji scan --all lists',
    ],
  ])('of %j helps on', async (args, sentence) => {
    const { out, err } = await recorded(...args);
    expect(out).toBe('');
    expect(err).toContain(sentence);
  });
});

describe('--rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string) => {
    const path = join(folder, 'ours.json');
    writeFileSync(path, text);
    return path;
  };
  const rule = {
    id: 'only-our-profiles',
    title: 'The profile is none of ours',
    wall: 'lsm',
    severity: 'critical',
    rationale: 'Ours forbid more.',
    fix: 'Use ours.',
    expression: "posture.lsm.apparmor.profile.startsWith('corp-')",
  };
  const rulesFile = (change: object = {}) => file(JSON.stringify([{ ...rule, ...change }]));

  it('judges by them as by the built-in ones', async () => {
    const without = await documentOf('--json');
    const found = await documentOf('--json', '--rules', rulesFile());
    expect(without.customRules).toBeUndefined();
    expect(found.customRules).toEqual([rule]);
    for (const container of found.containers) {
      const before = without.containers.find(({ id }) => id === container.id);
      const [finding] = container.findings.filter((item) => item.rule === rule.id);
      expect(finding).toMatchObject({ title: rule.title, severity: 'critical', remediation: rule.fix });
      expect(finding?.points).toBeGreaterThan(0);
      expect(container.risk.score).toBeGreaterThanOrEqual(before?.risk.score ?? Infinity);
      expect(container.walls.find(({ wall }) => wall === 'lsm')).toMatchObject({ state: 'open' });
      expect(container.walls.find(({ wall }) => wall === 'lsm')?.reasons).toContain(rule.title);
    }
    const name = found.containers[0]?.name ?? '';
    expect((await recorded('--container', name, '--rules', rulesFile())).out).toContain(rule.title);
    expect((await recorded('--explain', rule.id, '--rules', rulesFile())).out).toContain(rule.rationale);
    const log = JSON.parse((await recorded('--sarif', '--rules', rulesFile())).out) as SarifLog;
    const results = log.runs[0].results.filter(({ ruleId }) => ruleId === rule.id);
    expect(results).toHaveLength(found.containers.length);
    expect(log.runs[0].tool.driver.rules[results[0]?.ruleIndex ?? -1]?.id).toBe(rule.id);
  });

  it('counts in --fail-on, and in what changes leave', async () => {
    const quiet = { expression: 'posture.namespaces.pid != "nobody"', severity: 'critical' };
    const loud = { expression: 'posture.namespaces.pid == "nobody"', severity: 'critical' };
    const base = (await recorded('--fail-on', 'critical')).err;
    expect((await recorded('--fail-on', 'critical', '--rules', rulesFile(quiet))).err).toBe(base);
    const { code, err } = await recorded('--fail-on', 'critical', '--rules', rulesFile(loud));
    expect(code).toBe(1);
    expect(err).not.toBe(base);
    const mending = { expression: 'posture.user.noNewPrivileges', severity: 'high' };
    const { containers } = await documentOf('--json', '--rules', rulesFile(mending));
    const mended = containers.flatMap(({ bestChanges }) =>
      bestChanges.filter(({ mends }) => mends.includes(rule.id)).map(({ change }) => change),
    );
    expect(new Set(mended)).toEqual(new Set(['no-new-privileges']));
  });

  it('says what is wrong with a file, and where', async () => {
    const wrong = rulesFile({ expression: 'posture.lsm.aparmor.profile == ""' });
    const { code, err, out } = await recorded('--rules', wrong);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `shoji scan: ${wrong}: rule only-our-profiles, line 1, column 13: there is no field aparmor\n`,
    );
    expect((await recorded('--rules', file('{'))).err).toMatch(/^shoji scan: .*ours\.json: .*JSON/);
    expect((await recorded('--rules', join(folder, 'none'))).err).toContain('ENOENT');
    expect((await recorded('--rules', folder)).err).toContain('not a regular file');
    expect((await recorded('--rules', '/dev/zero')).err).toContain('not a regular file');
    expect((await recorded('--rules', file(' '.repeat(2 ** 20 + 1)))).err).toContain('longer than');
  });
});
