import { Injectable } from '@nestjs/common';
import type { HostDocument, Posture, Subject, Traits } from '@shoji/posture';
import { improvementOf, judge, ruleSet } from '@shoji/risk';
import { Database, type Queryable } from '../database/database.js';
import type { Triple } from './triple.js';

interface Documents {
  posture: Posture | null;
  host: HostDocument | null;
  traits: Traits | null;
}

/** A triple that names a document the database does not have. */
export class MissingDocumentError extends Error {
  override readonly name = 'MissingDocumentError';
}

/** Judges triples and writes what comes of it; the only writer of judgements and outcomes. */
@Injectable()
export class Evaluator {
  constructor(private readonly database: Database) {}

  /**
   * Judges a triple with the current rule set, unless that was done, and gives the verdict to its containers. Doing it
   * twice, or in two workers at once, ends like doing it once.
   * @throws {MissingDocumentError}
   */
  async evaluate(triple: Triple): Promise<void> {
    const values = [triple.posture, triple.host, triple.traits];
    const [found] = await this.database.query<Documents & { judged: boolean }>(
      {
        name: 'judgement.documents',
        text: `SELECT (SELECT document FROM posture WHERE hash = $1) AS posture,
                 (SELECT document FROM host_document WHERE hash = $2) AS host,
                 (SELECT document FROM traits WHERE hash = $3) AS traits,
                 EXISTS (SELECT FROM judgement WHERE posture_hash = $1 AND host_hash = $2 AND traits_hash = $3
                         AND rule_set = $4) AS judged`,
      },
      [...values, ruleSet],
    );
    const { posture, host, traits, judged } = found ?? {
      posture: null,
      host: null,
      traits: null,
      judged: false,
    };
    if (posture === null || host === null || traits === null)
      throw new MissingDocumentError(`a document of ${values.join(', ')} is missing`);
    const verdict = judged ? null : verdictOn({ posture, host, traits });
    await this.database.transaction(async (queries) => {
      if (verdict !== null) await write(queries, triple, verdict);
      await carry(queries, triple);
    });
  }

  /**
   * Gives containers the verdicts that exist for what they are now, and lists the triples that have none of the current
   * rule set: what an emptied queue, a new rule set or a crash left undone.
   */
  async sweep(limit: number): Promise<Triple[]> {
    await this.database.query(
      {
        name: 'judgement.carry-all',
        text: `UPDATE container c SET judgement_id = j.id, risk_score = j.score, risk_up_to = j.up_to FROM judgement j
               WHERE j.posture_hash = c.posture_hash AND j.host_hash = c.host_hash AND j.traits_hash = c.traits_hash
                 AND j.rule_set = $1 AND c.judgement_id IS DISTINCT FROM j.id AND (c.state = 'running' OR c.judgement_id IS NULL)`,
      },
      [ruleSet],
    );
    return this.database.query<Triple & Record<string, string>>(
      {
        name: 'judgement.missing',
        text: `SELECT DISTINCT c.posture_hash AS posture, c.host_hash AS host, c.traits_hash AS traits FROM container c
               LEFT JOIN judgement j ON j.id = c.judgement_id AND j.rule_set = $1
               WHERE j.id IS NULL AND (c.state = 'running' OR c.judgement_id IS NULL) LIMIT $2`,
      },
      [ruleSet, limit],
    );
  }
}

/** Everything that is stored of a triple. */
function verdictOn(subject: Subject) {
  const judgement = judge(subject);
  return { ...judgement, ...improvementOf(subject, judgement) };
}

async function write(
  queries: Queryable,
  triple: Triple,
  verdict: ReturnType<typeof verdictOn>,
): Promise<void> {
  const { risk, walls, outcomes, paths, changes, plan } = verdict;
  await queries.query(
    {
      name: 'judgement.write',
      text: `WITH written AS (
          INSERT INTO judgement (posture_hash, host_hash, traits_hash, rule_set, score, up_to, coverage, band, walls, parts, paths, changes, plan)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $13, $14)
          ON CONFLICT (posture_hash, host_hash, traits_hash, rule_set) DO NOTHING RETURNING id)
        INSERT INTO outcome (judgement_id, rule_id, state, severity, wall, evidence)
        SELECT written.id, o.rule, o.state, o.severity, o.wall, o.evidence FROM written,
          jsonb_to_recordset($12::jsonb) AS o(rule text, state text, severity text, wall text, evidence jsonb)`,
    },
    [
      triple.posture,
      triple.host,
      triple.traits,
      ruleSet,
      risk.score,
      risk.upTo,
      risk.coverage,
      risk.band,
      JSON.stringify(walls),
      JSON.stringify(risk.parts),
      JSON.stringify(paths),
      JSON.stringify(outcomes),
      JSON.stringify(changes),
      JSON.stringify(plan),
    ],
  );
}

async function carry(queries: Queryable, { posture, host, traits }: Triple): Promise<void> {
  await queries.query(
    {
      name: 'judgement.carry',
      text: `UPDATE container c SET judgement_id = j.id, risk_score = j.score, risk_up_to = j.up_to FROM judgement j
             WHERE c.posture_hash = $1 AND c.host_hash = $2 AND c.traits_hash = $3 AND j.posture_hash = $1 AND j.host_hash = $2
               AND j.traits_hash = $3 AND j.rule_set = $4 AND c.judgement_id IS DISTINCT FROM j.id`,
    },
    [posture, host, traits, ruleSet],
  );
}
