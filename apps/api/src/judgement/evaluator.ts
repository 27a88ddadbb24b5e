import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { HostDocument, Posture, Subject, Traits } from '@shoji/posture';
import { improvementOf, judge } from '@shoji/risk';
import { forOneJudgement, type RuleSet } from '../custom-rules/rule-set.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database, type Queryable } from '../database/database.js';
import { Batches } from './batches.js';
import { columnsOf, type Triple } from './triple.js';

/** A triple that names a document the database does not have. */
export class MissingDocumentError extends Error {
  override readonly name = 'MissingDocumentError';
}

/**
 * Triples judged and written together: enough to share round trips, few enough that the first are not seen late. And such
 * batches at once: the database writes some while the next are judged.
 */
const limits = { items: 32, batches: 3 };

/** Judges triples and writes what comes of it; the only writer of judgements and outcomes. */
@Injectable()
export class Evaluator {
  private readonly batches = new Batches<Triple>((triples) => this.evaluateAll(triples), limits);

  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /**
   * Judges a triple with the current rule set, unless that was done; its containers refer to the verdict already. Doing it
   * twice, or in two workers at once, ends like doing it once.
   * @throws {MissingDocumentError}
   */
  evaluate(triple: Triple): Promise<void> {
    return this.batches.add(triple);
  }

  /**
   * Triples that were never judged, or that run under the verdict of another rule set: what an emptied queue, a new rule set
   * or a crash left undone.
   */
  async sweep(limit: number): Promise<Triple[]> {
    const { version } = await this.ruleSets.current();
    return this.database.query<Triple & Record<string, string>>(
      {
        name: 'judgement.missing',
        text: `SELECT posture_hash AS posture, host_hash AS host, traits_hash AS traits FROM judgement j
               WHERE rule_set IS NULL OR (rule_set <> $1
                 AND EXISTS (SELECT FROM container c WHERE c.judgement_id = j.id AND c.state = 'running')) LIMIT $2`,
      },
      [version, limit],
    );
  }

  private async evaluateAll(triples: readonly Triple[]): Promise<void> {
    const columns = columnsOf(triples);
    const ruleSet = await this.ruleSets.current();
    const unjudged = await this.database.query<Triple & Record<string, string>>(
      {
        name: 'judgement.unjudged',
        text: `SELECT DISTINCT posture, host, traits FROM unnest($1::text[], $2::text[], $3::text[]) AS t (posture, host, traits)
               WHERE NOT EXISTS (SELECT FROM judgement j WHERE j.posture_hash = t.posture AND j.host_hash = t.host
                 AND j.traits_hash = t.traits AND j.rule_set = $4)`,
      },
      [...columns, ruleSet.version],
    );
    if (unjudged.length === 0) return;
    const verdicts = await this.judgeAll(unjudged, ruleSet);
    await this.database.transaction((queries) => write(queries, verdicts, ruleSet), 'derived');
  }

  private async judgeAll(triples: readonly Triple[], ruleSet: RuleSet) {
    const rows = await this.database.query<{ hash: string; document: unknown }>(
      {
        name: 'judgement.documents',
        text: `SELECT hash, document FROM posture WHERE hash = ANY ($1::text[])
               UNION ALL SELECT hash, document FROM host_document WHERE hash = ANY ($2::text[])
               UNION ALL SELECT hash, document FROM traits WHERE hash = ANY ($3::text[])`,
      },
      columnsOf(triples),
    );
    // Named by their content, so equal ones are read once; they passed their schemas when they came in.
    const documents = new Map(rows.map(({ hash, document }) => [hash, document]));
    const verdicts = [];
    for (const triple of triples) {
      verdicts.push(verdictOn(triple, documents, ruleSet));
      // Rules that people write may take long: the locks of the jobs must not run out meanwhile.
      if (ruleSet.custom.length > 0) await breath();
    }
    return verdicts;
  }
}

/** Everything that is stored of a triple. */
function verdictOn(
  { posture, host, traits }: Triple,
  documents: ReadonlyMap<string, unknown>,
  ruleSet: RuleSet,
) {
  const of = <T>(hash: string): T => {
    const document = documents.get(hash);
    if (document === undefined) throw new MissingDocumentError(`the document ${hash} is missing`);
    return document as T;
  };
  const subject: Subject = {
    posture: of<Posture>(posture),
    host: of<HostDocument>(host),
    traits: of<Traits>(traits),
  };
  const custom = forOneJudgement(ruleSet);
  const judgement = judge(subject, custom.judging);
  const { risk, walls, outcomes, paths } = judgement;
  const { score, upTo, coverage, band, parts } = risk;
  const { changes, plan } = improvementOf(subject, judgement, custom.searching());
  const documentsOf = { walls, parts, paths, changes, plan, outcomes };
  return { posture, host, traits, score, up_to: upTo, coverage, band, ...documentsOf };
}

async function write(
  queries: Queryable,
  verdicts: readonly ReturnType<typeof verdictOn>[],
  { version }: RuleSet,
): Promise<void> {
  await queries.query(
    {
      name: 'judgement.write',
      // Rows are locked in one order: two workers that judge the same triples wait for each other instead of deadlocking,
      // and the second finds nothing to write. Outcomes that stay as they were are not written again.
      text: `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1) AS g (posture text, host text, traits text,
            score float8, up_to float8, coverage float8, band text, walls jsonb, parts jsonb, paths jsonb, changes jsonb, plan jsonb,
            outcomes jsonb)),
          locked AS MATERIALIZED (
            SELECT j.id, g.* FROM judgement j
            JOIN given g ON j.posture_hash = g.posture AND j.host_hash = g.host AND j.traits_hash = g.traits
            WHERE j.rule_set IS DISTINCT FROM $2 ORDER BY j.id FOR NO KEY UPDATE OF j),
          written AS (
            UPDATE judgement j SET rule_set = $2, judged_at = now(), score = l.score, up_to = l.up_to, coverage = l.coverage,
              band = l.band, walls = l.walls, parts = l.parts, paths = l.paths, changes = l.changes, plan = l.plan
            FROM locked l WHERE j.id = l.id),
          said AS MATERIALIZED (
            SELECT l.id, o.* FROM locked l,
              jsonb_to_recordset(l.outcomes) AS o (rule text, state text, severity text, wall text, evidence jsonb)),
          withdrawn AS (
            DELETE FROM outcome WHERE judgement_id IN (SELECT id FROM locked)
              AND (judgement_id, rule_id) NOT IN (SELECT id, rule FROM said))
        INSERT INTO outcome AS o (judgement_id, rule_id, state, severity, wall, evidence)
        SELECT id, rule, state, severity, wall, evidence FROM said
        ON CONFLICT (judgement_id, rule_id) DO UPDATE SET state = excluded.state, severity = excluded.severity,
          wall = excluded.wall, evidence = excluded.evidence
        WHERE (o.state, o.severity, o.wall, o.evidence)
          IS DISTINCT FROM (excluded.state, excluded.severity, excluded.wall, excluded.evidence)`,
    },
    [JSON.stringify(verdicts), version],
  );
}
