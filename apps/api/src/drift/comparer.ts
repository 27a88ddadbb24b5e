import { Injectable } from '@nestjs/common';
import { declaredDrift, driftBetween, type Drift } from '@shoji/drift';
import type { HostDocument, Posture, Traits } from '@shoji/posture';
import type { RuleSet } from '../custom-rules/rule-set.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import { MissingDocumentError } from '../judgement/evaluator.js';
import type { Pair } from './pair.js';

interface Documents {
  before: Posture | null;
  before_traits: Traits | null;
  posture: Posture | null;
  traits: Traits | null;
  host: HostDocument | null;
  made: boolean;
}

/** Compares pairs and keeps what comes of it; the only writer of comparisons. */
@Injectable()
export class Comparer {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /**
   * Compares a pair, unless that was done. Doing it twice, or in two workers at once, ends like doing it once.
   * @throws {MissingDocumentError}
   */
  async compare(pair: Pair): Promise<void> {
    const { beforePosture, beforeTraits, posture, traits, host } = pair;
    const ruleSet = await this.ruleSets.current();
    const { driftVersion } = ruleSet;
    const key = [posture, traits, host, beforePosture, beforeTraits];
    const [found] = await this.database.query<Documents>(
      {
        name: 'drift.documents',
        text: `SELECT (SELECT document FROM posture WHERE hash = $4) AS before,
                 (SELECT document FROM traits WHERE hash = $5) AS before_traits,
                 (SELECT document FROM posture WHERE hash = $1) AS posture,
                 (SELECT document FROM traits WHERE hash = $2) AS traits,
                 (SELECT document FROM host_document WHERE hash = $3) AS host,
                 EXISTS (SELECT FROM comparison WHERE posture_hash = $1 AND traits_hash = $2 AND host_hash = $3
                         AND before_posture = $4 AND before_traits = $5 AND version = $6) AS made`,
      },
      [...key, driftVersion],
    );
    if (found?.made === true) return;
    const { score, upTo, changes } = outcome(pair, found, ruleSet);
    await this.database.query(
      `INSERT INTO comparison (posture_hash, traits_hash, host_hash, before_posture, before_traits, version, score, up_to, changes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [...key, driftVersion, score, upTo, JSON.stringify(changes)],
    );
  }
}

function outcome(pair: Pair, documents: Documents | undefined, { custom }: RuleSet): Drift {
  const { before, before_traits: beforeTraits, posture, traits, host } = documents ?? {};
  if (!before || !posture || !traits || !host || (pair.beforeTraits !== '' && !beforeTraits))
    throw new MissingDocumentError(`a document of ${Object.values(pair).join(', ')} is missing`);
  const now = { posture, traits };
  return beforeTraits
    ? driftBetween({ posture: before, traits: beforeTraits }, now, host, custom)
    : declaredDrift(before, now, host, custom);
}
