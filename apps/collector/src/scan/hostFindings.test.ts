import { hostRules, severities } from '@shoji/rules';
import { columns } from '../terminal/text.js';
import { sampleSnapshot } from '../testing/snapshot.js';
import { hostTable, judgedHost, type HostFinding } from './hostFindings.js';

const { host } = sampleSnapshot([]);
const judged = judgedHost(host);
const finding = (rule: string, severity: HostFinding['severity'], text: string): HostFinding => ({
  rule,
  title: `Title of ${rule}`,
  wall: 'namespaces',
  severity,
  evidence: [{ field: 'host.kernel', value: 1, text }],
  remediation: 'mend it',
});
const plain = { colours: false, width: 120 };

describe('judgedHost', () => {
  it('puts every rule on hosts into one place, the worst first', () => {
    const ids = [...judged.findings, ...judged.undecided].map(({ rule }) => rule);
    expect([...ids, ...judged.passed, ...judged.notApplicable].sort()).toEqual(
      hostRules.map(({ id }) => id).sort(),
    );
    for (const list of [judged.findings, judged.undecided]) {
      const ranks = list.map(({ severity }) => severities.indexOf(severity));
      expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    }
  });

  it('holds what cannot be read for undecided, never for a pass', () => {
    const denied = { unreadable: 'EACCES' };
    const unread = judgedHost({ ...host, kernel: denied, lockdown: denied, sysctls: {} });
    expect(unread.findings).toEqual([]);
    expect(unread.passed.filter((id) => !judged.passed.includes(id))).toEqual([]);
    expect(unread.undecided.map(({ rule }) => rule)).toContain('kernel-with-known-flaw');
  });
});

describe('hostTable', () => {
  const some = {
    ...judged,
    findings: [
      finding('bad', 'critical', 'it is open'),
      finding('mild', 'low', '\u001b[2J\u202eevil\n'.repeat(90)),
    ],
    undecided: [finding('doubt', 'high', 'EACCES')],
  };

  it('has a line for each finding with its evidence, and names what could not be decided', () => {
    const lines = hostTable(some, plain).split('\n');
    expect(lines[0]).toBe('the host: 2 rules fail');
    expect(lines[1]).toMatch(/^critical {2}namespaces +Title of bad +it is open$/);
    expect(lines[2]).toMatch(/^low +namespaces +Title of mild/);
    expect(lines[3]).toBe('1 could not be decided for lack of facts: doubt');
    expect(hostTable({ ...some, findings: [], undecided: [] }, plain)).toBe(
      'the host: no rule on hosts fails\n',
    );
  });

  it.each([60, 80, 120, 300])('keeps within %d columns, whatever the evidence is', (width) => {
    for (const line of hostTable(some, { colours: false, width }).split('\n')) {
      expect(columns(line)).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it('has colours only where they are wanted', () => {
    expect(hostTable(some, { ...plain, colours: true })).toContain('\u001b[31m');
    expect(hostTable(some, plain)).not.toContain('\u001b');
  });
});
