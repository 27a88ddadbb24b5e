import DataLoader from 'dataloader';
import type { Database } from '../database/database.js';
import type { Container } from '../containers/container.model.js';
import type { ContainerService } from '../containers/container.service.js';
import type { CustomRuleCounts, CustomRuleVersion } from '../custom-rules/custom-rule.model.js';
import type { CustomRuleService } from '../custom-rules/custom-rule.service.js';
import type { RuleSet } from '../custom-rules/rule-set.js';
import type { RuleSets } from '../custom-rules/rule-sets.js';
import type { DriftItem } from '../drift/drift.model.js';
import type { DriftService } from '../drift/drift.service.js';
import type { Workload } from '../drift/workload.model.js';
import type { WorkloadService } from '../drift/workload.service.js';
import type { ExceptionMatches, FindingException } from '../exceptions/exception.model.js';
import type { ExceptionService } from '../exceptions/exception.service.js';
import type { FindingService } from '../findings/finding.service.js';
import type { Finding } from '../findings/finding.model.js';
import type { GroupService } from '../groups/group.service.js';
import type { Host } from '../hosts/host.model.js';
import type { HostCounts, HostService } from '../hosts/host.service.js';
import type { JudgementService, StoredImprovement, Verdict } from '../judgement/judgement.service.js';

/**
 * What the fields of one request share: whatever many rows ask for one by one is read in one statement. Lives as long
 * as the request, so nobody sees another's or an old answer.
 */
export interface Loaders {
  /** The rule set in force, read once a request. */
  ruleSet: () => Promise<RuleSet>;
  /** By rule. */
  customRuleVersions: DataLoader<string, CustomRuleVersion[]>;
  customRuleCounts: DataLoader<string, CustomRuleCounts>;
  container: DataLoader<string, Container | null>;
  /** Containers as they were at a time. */
  containerAt: (time: Date) => DataLoader<string, Container | null>;
  host: DataLoader<string, Host | null>;
  hostCounts: DataLoader<string, HostCounts>;
  /** By host: the groups that it is in. */
  hostGroups: DataLoader<string, string[]>;
  /** By judgement id. */
  verdict: DataLoader<string, Verdict | null>;
  /** By judgement id: what would help. */
  improvement: DataLoader<string, StoredImprovement | null>;
  /** By container: its outcomes in the current verdict. */
  outcomes: DataLoader<Pick<Container, 'id' | 'judgementId' | 'asOf'>, Finding[], string>;
  /** By container: what is not resolved. */
  drift: DataLoader<string, DriftItem[]>;
  /** By container: those in force that reach it. */
  exceptions: DataLoader<string, FindingException[]>;
  exceptionMatches: DataLoader<FindingException, ExceptionMatches, string>;
  workload: DataLoader<string, Workload | null>;
  /** By container: the id of its workload. */
  workloadOf: DataLoader<string, string | null>;
  instance: DataLoader<string, unknown>;
  posture: DataLoader<string, unknown>;
  traits: DataLoader<string, unknown>;
  hostDocument: DataLoader<string, unknown>;
}

/** The slices that loaders read from. */
export interface LoaderSources {
  database: Database;
  containers: ContainerService;
  customRules: CustomRuleService;
  drifts: DriftService;
  exceptions: ExceptionService;
  findings: FindingService;
  groups: GroupService;
  hosts: HostService;
  judgements: JudgementService;
  ruleSets: RuleSets;
  workloads: WorkloadService;
}

export function createLoaders(sources: LoaderSources): Loaders {
  const { database, containers, drifts, exceptions, findings, groups, hosts, judgements, workloads } =
    sources;
  const { customRules, ruleSets } = sources;
  let asked: Promise<RuleSet> | undefined;
  const ruleSet = () => (asked ??= ruleSets.current());
  const documents = (table: 'posture' | 'traits' | 'host_document') =>
    byKey(
      (hashes) =>
        database.query<{ hash: string; document: unknown }>(
          `SELECT hash, document FROM ${table} WHERE hash = ANY($1)`,
          [hashes],
        ),
      ({ hash }) => hash,
      (row) => row?.document ?? null,
    );
  const containerAt = (time: Date | null) =>
    byKey(
      (ids) => containers.byIds(ids, time),
      ({ id }) => id,
      (container) => container ?? null,
    );
  const atTimes = new Map<number, Loaders['container']>();
  return {
    ruleSet,
    customRuleVersions: new DataLoader((ids) => customRules.versions(ids)),
    customRuleCounts: new DataLoader((ids) => customRules.counts(ids)),
    container: containerAt(null),
    containerAt: (time) => {
      const found = atTimes.get(time.getTime()) ?? containerAt(time);
      atTimes.set(time.getTime(), found);
      return found;
    },
    host: byKey(
      (ids) => hosts.byIds(ids),
      ({ id }) => id,
      (host) => host ?? null,
    ),
    hostCounts: byKey(
      (ids) => hosts.counts(ids),
      ({ hostId }) => hostId,
      (counts, hostId) =>
        counts ?? { hostId, containers: 0, low: 0, medium: 0, high: 0, critical: 0, maxRisk: null },
    ),
    hostGroups: new DataLoader((ids) => groups.ofHosts(ids)),
    verdict: byKey(
      async (ids) => judgements.byIds(ids, (await ruleSet()).version),
      ({ id }) => id,
      (verdict) => verdict ?? null,
    ),
    improvement: byKey(
      (ids) => judgements.improvements(ids),
      ({ id }) => id,
      (improvement) => improvement ?? null,
    ),
    outcomes: new DataLoader((of) => findings.ofContainers(of), {
      cacheKeyFn: ({ id, judgementId, asOf }) => `${id} ${judgementId ?? ''} ${asOf?.getTime() ?? ''}`,
    }),
    drift: new DataLoader((ids) => drifts.ofContainers(ids)),
    exceptions: new DataLoader((ids) => exceptions.ofContainers(ids)),
    exceptionMatches: new DataLoader((of) => exceptions.matches(of), { cacheKeyFn: ({ id }) => id }),
    workload: byKey(
      (ids) => workloads.byIds(ids),
      ({ id }) => id,
      (workload) => workload ?? null,
    ),
    workloadOf: new DataLoader((ids) => workloads.idsOfContainers(ids)),
    instance: byKey(
      (ids) =>
        database.query<{ id: string; instance: unknown }>(
          'SELECT id, instance FROM container WHERE id = ANY($1::uuid[])',
          [ids],
        ),
      ({ id }) => id,
      (row) => row?.instance ?? null,
    ),
    posture: documents('posture'),
    traits: documents('traits'),
    hostDocument: documents('host_document'),
  };
}

/** A loader over a statement that gives the rows it finds in any order. */
function byKey<Row, Value>(
  read: (keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  valueOf: (row: Row | undefined, key: string) => Value,
): DataLoader<string, Value> {
  return new DataLoader(async (keys) => {
    const rows = new Map((await read(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => valueOf(rows.get(key), key));
  });
}
