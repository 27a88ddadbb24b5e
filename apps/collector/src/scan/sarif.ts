import { createHash } from 'node:crypto';
import type { Wall } from '@shoji/posture';
import { rules, type Rule as JudgedRule, type Severity } from '@shoji/rules';
import type { Snapshot } from '../read/snapshot.js';
import { findingsOf, undecidedOf, type Finding, type Scanned } from './scanned.js';

/** SARIF 2.1.0 (OASIS), as far as a scan fills it. */
export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: [Run];
}

interface Run {
  tool: { driver: { name: string; version: string; semanticVersion?: string; rules: Rule[] } };
  automationDetails: { id: string };
  invocations: { executionSuccessful: boolean; endTimeUtc: string }[];
  results: Result[];
}

interface Rule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  defaultConfiguration: { level: Level };
  properties: { 'security-severity': string; tags: string[] };
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  kind: 'fail' | 'open';
  level: Level;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string } };
    logicalLocations: { name: string; fullyQualifiedName: string; kind: 'resource' }[];
  }[];
  partialFingerprints: Record<string, string>;
  properties: Record<string, unknown>;
}

type Level = 'none' | 'note' | 'warning' | 'error';

const levels: Record<Severity, Level> = { low: 'note', medium: 'warning', high: 'error', critical: 'error' };
/** As code-scanning services read it: 0.1–3.9 low, –6.9 medium, –8.9 high, above critical. */
const scores: Record<Severity, string> = { low: '3.0', medium: '5.5', high: '8.0', critical: '9.5' };

/** The kernel file of a process that each wall is mainly read from: what SARIF needs for a place. */
const files: Record<Wall, string> = {
  namespaces: 'ns',
  user: 'status',
  cgroups: 'cgroup',
  rlimits: 'limits',
  capabilities: 'status',
  seccomp: 'status',
  lsm: 'attr/current',
  filesystem: 'mountinfo',
};

/**
 * The findings as a SARIF log. What could not be decided is there too, of kind `open` and without a level: it is neither
 * a finding nor a pass.
 */
export function sarifLog(
  { observedAt, node }: Pick<Snapshot, 'observedAt' | 'node'>,
  containers: readonly Scanned[],
  version: string,
  further: readonly JudgedRule[] = [],
): SarifLog {
  const all = [...rules, ...further];
  const indices = new Map(all.map(({ id }, index) => [id, index]));
  const results = containers.flatMap((container) => [
    ...findingsOf(container).map((finding) => result(finding, container, 'fail')),
    ...undecidedOf(container).map((finding) => result(finding, container, 'open')),
  ]);

  function result(finding: Finding, { id, name, instance }: Scanned, kind: Result['kind']): Result {
    const { rule, severity, atMost, wall, title, evidence, remediation, points } = finding;
    const seen = evidence.map(({ text }) => text).join('; ');
    const maker = instance.runtime.name;
    return {
      ruleId: rule,
      ruleIndex: indices.get(rule) ?? -1,
      kind,
      level: kind === 'fail' ? levels[severity] : 'none',
      message: {
        text: plain(
          `${name}: ${title}${kind === 'open' ? '? It could not be decided' : ''}. ${seen}. ${remediation}`,
        ),
      },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: `file:///proc/${instance.pid}/${files[wall]}` } },
          logicalLocations: [
            { name, fullyQualifiedName: `${node.hostname}/${maker}/${name}`, kind: 'resource' },
          ],
        },
      ],
      partialFingerprints: {
        // The same container; and, where it was made anew, one of the same name.
        'containerRule/v1': fingerprint(id, rule),
        'nameRule/v1': fingerprint(node.hostname, maker, name, rule),
      },
      properties: {
        severity,
        ...(atMost && { atMost }),
        wall,
        points,
        container: {
          id,
          name,
          runtime: maker,
          kind: instance.kind,
          image: instance.image?.reference ?? null,
        },
        evidence,
      },
    };
  }

  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Shoji',
            version,
            ...(/^\d+\.\d+\.\d+/.test(version) && { semanticVersion: version }),
            rules: all.map(ruleOf),
          },
        },
        automationDetails: { id: `shoji-scan/${node.hostname}/` },
        invocations: [{ executionSuccessful: true, endTimeUtc: observedAt.toISOString() }],
        results,
      },
    ],
  };
}

const ruleOf = ({ id, title, rationale, remediation, references, severity, wall }: JudgedRule): Rule => ({
  id,
  name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
  shortDescription: { text: `${title}.` },
  fullDescription: { text: rationale },
  help: {
    text: `${rationale}\n\nMend: ${remediation}${references.length > 0 ? `\n\nReferences: ${references.join('; ')}` : ''}`,
    markdown: `${rationale}\n\n**Mend:** ${remediation}${references.length > 0 ? `\n\n**References:** ${references.join('; ')}` : ''}`,
  },
  defaultConfiguration: { level: levels[severity] },
  properties: { 'security-severity': scores[severity], tags: ['security', 'container', wall, ...references] },
});

/** SARIF makes links of `[text](target)` in messages, and names are anybody's text. */
const plain = (text: string): string =>
  (text.includes('](') ? text.replace(/[[\]\\]/g, '\\$&') : text).toWellFormed();

const fingerprint = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
