import { createHash } from 'node:crypto';
import type { Wall } from '@shoji/posture';
import { hostRules, rules, type RuleDescription, type Severity } from '@shoji/rules';
import type { Snapshot } from '../read/snapshot.js';
import type { HostFinding, JudgedHost } from './hostFindings.js';
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
  kind: Kind;
  level: Level;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string } };
    logicalLocations: { name: string; fullyQualifiedName: string; kind: 'resource' }[];
  }[];
  partialFingerprints: Record<string, string>;
  properties: Record<string, unknown>;
}

type Kind = 'fail' | 'open';

/** Where a finding is, and by what it is known again. */
interface Place extends Pick<Result, 'partialFingerprints' | 'properties'> {
  name: string;
  within: string;
  file: string;
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
 * The findings on containers, and on the host where it was asked for, as a SARIF log. What could not be decided is there
 * too, of kind `open` and without a level: it is neither a finding nor a pass.
 */
export function sarifLog(
  { observedAt, node }: Pick<Snapshot, 'observedAt' | 'node'>,
  containers: readonly Scanned[],
  version: string,
  { further = [], host = null }: { further?: readonly RuleDescription[]; host?: JudgedHost | null } = {},
): SarifLog {
  const all = [...rules, ...further, ...hostRules];
  const indices = new Map(all.map(({ id }, index) => [id, index]));
  const results = [
    ...containers.flatMap((container) => [
      ...findingsOf(container).map((finding) => ofContainer(finding, container, 'fail')),
      ...undecidedOf(container).map((finding) => ofContainer(finding, container, 'open')),
    ]),
    ...(host?.findings ?? []).map((finding) => ofHost(finding, 'fail')),
    ...(host?.undecided ?? []).map((finding) => ofHost(finding, 'open')),
  ];

  function ofContainer(finding: Finding, { id, name, instance }: Scanned, kind: Kind): Result {
    const { rule, wall, points } = finding;
    const runtime = instance.runtime.name;
    const image = instance.image?.reference ?? null;
    return result(finding, kind, {
      name,
      within: `${node.hostname}/${runtime}/${name}`,
      file: `/proc/${instance.pid}/${files[wall]}`,
      partialFingerprints: {
        // The same container; and, where it was made anew, one of the same name.
        'containerRule/v1': fingerprint(id, rule),
        'nameRule/v1': fingerprint(node.hostname, runtime, name, rule),
      },
      properties: { points, container: { id, name, runtime, kind: instance.kind, image } },
    });
  }

  function ofHost(finding: HostFinding, kind: Kind): Result {
    const { hostname: name, machineId } = node;
    return result(finding, kind, {
      name,
      within: name,
      file: '/proc/version',
      partialFingerprints: { 'hostRule/v1': fingerprint(machineId ?? name, finding.rule) },
      properties: { host: { name } },
    });
  }

  function result(finding: HostFinding, kind: Kind, place: Place): Result {
    const { rule, severity, atMost, wall, title, evidence, remediation } = finding;
    const { name, within, file, partialFingerprints, properties } = place;
    const seen = evidence.map(({ text }) => text).join('; ');
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
          physicalLocation: { artifactLocation: { uri: `file://${file}` } },
          logicalLocations: [{ name, fullyQualifiedName: within, kind: 'resource' }],
        },
      ],
      partialFingerprints,
      properties: { severity, ...(atMost && { atMost }), wall, ...properties, evidence },
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

const ruleOf = ({
  id,
  title,
  rationale,
  remediation,
  references,
  severity,
  wall,
}: RuleDescription): Rule => ({
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
