import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { HostDocument, Posture, Subject, Traits } from '@shoji/posture';
import { improvementOf, judge } from '@shoji/risk';
import { forOneJudgement, type RuleSet } from '../custom-rules/rule-set.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database, type Queryable } from '../database/database.js';
import { Batches } from './batches.js';
import type { Triple } from './triple.js';

/** A triple that names a document the database does not have. */
export class MissingDocumentError extends Error {
  override readonly name = 'MissingDocumentError';
}

/**
 * Triples of one transaction: enough to share its round trips, few enough that a report never waits long for the rows
 * it holds. And transactions at once: the database writes some while the next are judged.
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
   * Judges a triple with the current rule set, unless that was done, and gives the verdict to its containers. Doing it
   * twice, or in two workers at once, ends like doing it once.
   * @throws {MissingDocumentError}
   */
  evaluate(triple: Triple): Promise<void> {
    return this.batches.add(triple);
  }

  /**
   * The triples of containers that do not carry the verdict of the current rule set on what they are now: what an emptied
   * queue, a new rule set or a crash left undone.
   */
  async sweep(limit: number): Promise<Triple[]> {
    const { version } = await this.ruleSets.current();
    return this.database.query<Triple & Record<string, string>>(
      {
        name: 'judgement.missing',
        text: `SELECT DISTINCT c.posture_hash AS posture, c.host_hash AS host, c.traits_hash AS traits FROM container c
               LEFT JOIN judgement j ON j.id = c.judgement_id AND j.rule_set = $1
                 AND (j.posture_hash, j.host_hash, j.traits_hash) = (c.posture_hash, c.host_hash, c.traits_hash)
               WHERE j.id IS NULL AND (c.state = 'running' OR c.judgement_id IS NULL) LIMIT $2`,
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
        text: `SELECT posture, host, traits FROM unnest($1::text[], $2::text[], $3::text[]) AS t (posture, host, traits)
               WHERE NOT EXISTS (SELECT FROM judgement j WHERE j.posture_hash = t.posture AND j.host_hash = t.host
                 AND j.traits_hash = t.traits AND j.rule_set = $4)`,
      },
      [...columns, ruleSet.version],
    );
    const verdicts = unjudged.length === 0 ? [] : await this.judgeAll(unjudged, ruleSet);
    await this.database.transaction(async (queries) => {
      if (verdicts.length > 0) await write(queries, verdicts, ruleSet);
      await carry(queries, columns, ruleSet);
    });
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

const columnsOf = (triples: readonly Triple[]): string[][] => [
  triples.map(({ posture }) => posture),
  triples.map(({ host }) => host),
  triples.map(({ traits }) => traits),
];

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
      // In the order of their keys: two workers that judge the same triples wait for each other instead of deadlocking.
      text: `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1) AS g (posture text, host text, traits text,
            score float8, up_to float8, coverage float8, band text, walls jsonb, parts jsonb, paths jsonb, changes jsonb, plan jsonb,
            outcomes jsonb)),
          written AS (
            INSERT INTO judgement (posture_hash, host_hash, traits_hash, rule_set, score, up_to, coverage, band, walls, parts, paths, changes, plan)
            SELECT posture, host, traits, $2, score, up_to, coverage, band, walls, parts, paths, changes, plan FROM given
            ORDER BY posture, host, traits
            ON CONFLICT (posture_hash, host_hash, traits_hash, rule_set) DO NOTHING
            RETURNING id, posture_hash AS posture, host_hash AS host, traits_hash AS traits)
        INSERT INTO outcome (judgement_id, rule_id, state, severity, wall, evidence)
        SELECT written.id, o.rule, o.state, o.severity, o.wall, o.evidence FROM written JOIN given USING (posture, host, traits),
          jsonb_to_recordset(given.outcomes) AS o (rule text, state text, severity text, wall text, evidence jsonb)`,
    },
    [JSON.stringify(verdicts), version],
  );
}

async function carry(queries: Queryable, columns: string[][], { version }: RuleSet): Promise<void> {
  await queries.query(
    {
      name: 'judgement.carry',
      text: `UPDATE container c SET judgement_id = j.id, risk_score = j.score, risk_up_to = j.up_to
             FROM unnest($1::text[], $2::text[], $3::text[]) AS t (posture, host, traits)
             JOIN judgement j ON j.posture_hash = t.posture AND j.host_hash = t.host AND j.traits_hash = t.traits AND j.rule_set = $4
             WHERE c.posture_hash = t.posture AND c.host_hash = t.host AND c.traits_hash = t.traits
               AND c.judgement_id IS DISTINCT FROM j.id`,
    },
    [...columns, version],
  );
}
