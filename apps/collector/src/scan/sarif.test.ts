import { hostRules, rules } from '@shoji/rules';
import { sampleContainer, samplePosture, sampleSnapshot } from '../testing/snapshot.js';
import { judgedHost } from './hostFindings.js';
import { sarifLog, type SarifLog } from './sarif.js';
import { findingsOf, judged, undecidedOf } from './scanned.js';

const snapshot = sampleSnapshot([
  sampleContainer('a', { name: 'web' }),
  {
    ...sampleContainer('b', { name: 'evil [x](http://x) \u001b[31m \ud800' }),
    posture: { ...samplePosture(), seccomp: { mode: 'disabled', filters: 0 } },
  },
]);
const containers = judged(snapshot);
const log = JSON.parse(JSON.stringify(sarifLog(snapshot, containers, '0.1.0'))) as SarifLog;
const [run] = log.runs;

describe('sarifLog', () => {
  it('has each finding once, as what it is', () => {
    const failed = run.results.filter(({ kind }) => kind === 'fail');
    const open = run.results.filter(({ kind }) => kind === 'open');
    expect(failed).toHaveLength(containers.flatMap(findingsOf).length);
    expect(open).toHaveLength(containers.flatMap(undecidedOf).length);
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(({ level }) => level === 'none')).toBe(true);
    expect(failed.find(({ ruleId }) => ruleId === 'seccomp-disabled')).toMatchObject({ level: 'error' });
    expect(failed.find(({ ruleId }) => ruleId === 'no-memory-limit')).toMatchObject({ level: 'warning' });
    expect(failed.find(({ ruleId }) => ruleId === 'host-user-namespace') ?? { level: 'note' }).toMatchObject({
      level: 'note',
    });
  });

  it('points to rules by their place in the list', () => {
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual([...rules, ...hostRules].map(({ id }) => id));
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    for (const { help, fullDescription } of run.tool.driver.rules) {
      expect(help.markdown).toContain('**Mend:**');
      expect(fullDescription.text.length).toBeGreaterThan(20);
    }
  });

  it('says which container, and keeps its fingerprint over readings', () => {
    const [first] = run.results.filter(
      ({ properties }) => (properties.container as { name: string }).name === 'web',
    );
    expect(first?.locations[0]?.logicalLocations[0]).toEqual({
      name: 'web',
      fullyQualifiedName: 'node-1/docker/web',
      kind: 'resource',
    });
    expect(first?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^file:\/\/\/proc\/100\//);
    const anew = sampleSnapshot([sampleContainer('c', { name: 'web', pid: 7 })]);
    const again = sarifLog(anew, judged(anew), '0.2.0').runs[0].results.find(
      ({ ruleId }) => ruleId === first?.ruleId,
    );
    expect(again?.partialFingerprints['nameRule/v1']).toBe(first?.partialFingerprints['nameRule/v1']);
    expect(again?.partialFingerprints['containerRule/v1']).not.toBe(
      first?.partialFingerprints['containerRule/v1'],
    );
    const all = run.results.map(({ partialFingerprints }) => partialFingerprints['containerRule/v1']);
    expect(new Set(all).size).toBe(all.length);
  });

  it('has what the host lacks where that is asked for, each at the host', () => {
    const host = judgedHost(snapshot.host);
    const { results, tool } = sarifLog(snapshot, [], '0.1.0', { host }).runs[0];
    expect(results.map(({ ruleId, kind }) => [ruleId, kind])).toEqual([
      ...host.findings.map(({ rule }) => [rule, 'fail']),
      ...host.undecided.map(({ rule }) => [rule, 'open']),
    ]);
    expect(results.length).toBeGreaterThan(0);
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations[0]?.logicalLocations[0]?.name).toBe('node-1');
    }
    expect(new Set(results.map((each) => each.partialFingerprints['hostRule/v1'])).size).toBe(results.length);
  });

  it('makes no link of a name', () => {
    const texts = run.results.map(({ message }) => message.text).filter((text) => text.startsWith('evil'));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).toContain('\\[x\\](http://x)');
      expect(text.isWellFormed()).toBe(true);
    }
  });
});
