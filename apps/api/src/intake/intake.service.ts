import { Injectable } from '@nestjs/common';
import { inventoryHash, type ReportAnswer } from '@shoji/posture';
import { lockHost } from '../access/host-key.js';
import {
  markContainersGone,
  moveContainersToHost,
  readInventory,
  turnPeriods,
  upsertContainers,
  type HostContext,
  type WrittenContainer,
} from '../containers/container-writer.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database, type Queryable } from '../database/database.js';
import { lockHostRow, takeHeartbeat, touchHost, type LockedHost } from '../hosts/host-writer.js';
import { EvaluateQueue } from '../judgement/evaluate.queue.js';
import { insertDocuments, missingDocuments } from '../postures/document-writer.js';
import type { CheckedReport } from './checked-report.js';
import { placeOf, type Place } from './order.js';
import { pastTime } from './past-time.js';
import { rememberedOf } from './receipts.js';
import { Need, Refusal } from './refusal.js';

/** Whose report it is, and what its signature proved. */
export interface Sender {
  hostId: string;
  /** `content-digest` of the body as sent. */
  digest: string;
  /** Unix seconds at which it was signed. */
  created: number;
}

const divergence =
  'Two senders report with this key: two different reports carry the same place in the order.';

/** Takes reports: one transaction each, and nothing of one that is refused. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly database: Database,
    private readonly evaluations: EvaluateQueue,
    private readonly ruleSets: RuleSets,
  ) {}

  /**
   * Takes a checked report of an authenticated sender; what it answers has been committed.
   * @throws {Refusal} `locked`, `revoked`, `replay`; {@link Need} for what has to be sent first.
   */
  async take(checked: CheckedReport, sender: Sender): Promise<ReportAnswer> {
    const { report, isHeartbeat } = checked;
    const delivery = { hostId: sender.hostId, digest: sender.digest, report };
    if (isHeartbeat && (await takeHeartbeat(this.database, delivery))) {
      return { ack: report.seq };
    }
    const { version: ruleSet } = await this.ruleSets.lately();
    let unjudged: WrittenContainer[] = [];
    const place = await this.database.transaction(async (queries): Promise<Place> => {
      const host = await lockHostRow(queries, sender.hostId);
      refuseState(host);
      const remembered = await rememberedOf(queries, host, report);
      const place = placeOf({ ...report, digest: sender.digest, created: sender.created }, remembered);
      if (place === 'diverged') await lockHost(queries, host.id, divergence);
      if (place === 'new') unjudged = await this.apply(queries, host, checked, { ...sender, ruleSet });
      return place;
    });
    if (place === 'diverged')
      throw new Refusal('locked', `${divergence} The host is locked until an admin unlocks it.`);
    if (place === 'replay') {
      throw new Refusal(
        'replay',
        'A report of this place in the order was due earlier: send one with a higher seq.',
      );
    }
    if (unjudged.length > 0) {
      await this.evaluations.enqueue(unjudged);
    }
    return { ack: report.seq };
  }

  /** Writes a new report; gives the containers that have no verdict yet. */
  private async apply(
    queries: Queryable,
    host: LockedHost,
    { report, containers, spokenOf }: CheckedReport,
    { hostId, digest, ruleSet }: Sender & { ruleSet: string },
  ): Promise<WrittenContainer[]> {
    const documentHash = report.host ?? host.documentHash;
    if (documentHash === null) throw new Need('inventory');
    const expected = containers === null ? report.inventory : report.base;
    if (expected !== undefined && expected !== host.inventory) throw new Need('inventory');
    const missing = await missingDocuments(queries, spokenOf);
    if (missing.length > 0) throw new Need(missing);
    await insertDocuments(queries, spokenOf);

    const context: HostContext = {
      hostId,
      hostHash: documentHash,
      at: timeOf(report.observedAt, host.observedAt),
      ruleSet,
    };
    let changed: WrittenContainer[] = [];
    if (containers !== null) {
      const gone = await markContainersGone(
        queries,
        context,
        report.base === undefined
          ? { all: 'others', keys: containers.map(({ id }) => id) }
          : { all: 'named', keys: report.gone ?? [] },
      );
      await turnPeriods(queries, context, gone);
      changed = await upsertContainers(queries, context, containers);
    }
    if (documentHash !== host.documentHash) changed.push(...(await moveContainersToHost(queries, context)));
    await turnPeriods(
      queries,
      context,
      changed.map(({ id }) => id),
    );
    if (containers !== null && inventoryHash(await readInventory(queries, hostId)) !== report.inventory) {
      throw new Need('inventory');
    }
    await touchHost(queries, { hostId, digest, report }, { documentHash, at: context.at });
    return changed.filter(({ judged }) => !judged);
  }
}

function refuseState(host: LockedHost | null): asserts host is LockedHost {
  if (host === null || host.state === 'revoked') throw new Refusal('revoked', 'This host was revoked.');
  if (host.state === 'locked') throw new Refusal('locked', 'This host is locked until an admin unlocks it.');
}

/** The reading's time on the server's line of time: not ahead of now, not before the last reading. */
const timeOf = (observedAt: string, last: Date | null): Date =>
  new Date(Math.max(pastTime(observedAt).getTime(), last?.getTime() ?? 0));
