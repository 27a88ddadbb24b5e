import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { compileExpression, CustomRuleError, type Compiled } from '@shoji/custom-rules';
import type { HostDocument, Posture, Traits } from '@shoji/posture';
import { isCounted } from '../containers/counted.js';
import { Database } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import type { OutcomeState } from '../graphql/enums.js';
import type { CustomRuleExample, CustomRuleTest, CustomRuleTrial } from './custom-rule.model.js';
import { sentence } from './sentence.js';

/**
 * What one trial may take: milliseconds in all and at a stretch, distinct states of containers, those whose documents
 * are read at once, and trials at once. What is left out is counted as not tried.
 */
const bounds = { time: 5000, stretch: 10, states: 5000, portion: 100, trials: 2 };

/** Examples of each state, in the order in which they are shown. */
const examplesOf = { fail: 6, unknown: 4, pass: 3, 'not-applicable': 2 } as const;
const order = Object.keys(examplesOf) as OutcomeState[];

/** Containers that are alike in everything that a rule may look at. */
interface State {
  posture: string;
  host: string;
  traits: string;
  n: number;
  /** One of them. */
  container: string;
}

/** Tries expressions on the containers that run now. */
@Injectable()
export class TrialService {
  private running = 0;

  constructor(private readonly database: Database) {}

  /**
   * What is wrong with an expression, or what it would say of the fleet.
   * @throws {ApiError} `RATE_LIMITED` while others are tried.
   */
  async test(expression: string): Promise<CustomRuleTest> {
    let compiled: Compiled;
    try {
      compiled = compileExpression(expression);
    } catch (error) {
      if (!(error instanceof CustomRuleError)) throw error;
      const { line, column } = error.place ?? { line: 1, column: 1 };
      return { problem: { message: sentence(error.summary), line, column }, reads: [], trial: null };
    }
    if (this.running >= bounds.trials)
      throw new ApiError(
        'RATE_LIMITED',
        `${bounds.trials} rules are being tested; try again in some seconds.`,
        {
          retryAfter: Math.ceil(bounds.time / 1000),
        },
      );
    this.running += 1;
    try {
      return { problem: null, reads: [...compiled.fields], trial: await this.try(compiled) };
    } finally {
      this.running -= 1;
    }
  }

  private async try({ ask }: Compiled): Promise<CustomRuleTrial> {
    const deadline = performance.now() + bounds.time;
    const states = await this.states();
    const counts = { fail: 0, unknown: 0, pass: 0, 'not-applicable': 0 };
    const examples: CustomRuleExample[] = [];
    const documents = new Map<string, unknown>();
    let [distinct, mostSteps, tried] = [0, 0, 0];
    let breathed = performance.now();
    for (const [index, state] of states.rows.entries()) {
      if (index % bounds.portion === 0)
        await this.read(states.rows.slice(index, index + bounds.portion), documents);
      if (performance.now() > deadline) break;
      const subject = subjectOf(state, documents);
      // Its container is gone, and its documents with it.
      if (subject === null) continue;
      const { state: said, evidence, steps } = ask(subject);
      const shown = examples.filter((example) => example.state === said).length;
      if (shown < examplesOf[said])
        examples.push({ containerId: state.container, alike: state.n, state: said, evidence });
      counts[said] += state.n;
      tried += state.n;
      distinct += 1;
      mostSteps = Math.max(mostSteps, steps);
      if (performance.now() - breathed > bounds.stretch) {
        await breath();
        breathed = performance.now();
      }
    }
    const { fail, unknown, pass, 'not-applicable': notApplicable } = counts;
    examples.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.alike - a.alike);
    return {
      ...{ containers: states.containers, fail, unknown, pass, notApplicable },
      ...{ notTried: states.containers - tried, distinct, mostSteps, examples },
    };
  }

  /** The states that most containers are in, first. */
  private async states(): Promise<{ rows: State[]; containers: number }> {
    const rows = await this.database.query<State & { containers: number } & Record<string, unknown>>(
      {
        name: 'custom-rules.states',
        text: `SELECT c.posture_hash AS posture, c.host_hash AS host, c.traits_hash AS traits, count(*)::int AS n,
                 min(c.id::text) AS container, (sum(count(*)) OVER ())::int AS containers
               FROM container c WHERE c.state = 'running' AND ${isCounted} GROUP BY 1, 2, 3 ORDER BY n DESC, posture LIMIT $1`,
      },
      [bounds.states],
    );
    return { rows, containers: rows[0]?.containers ?? 0 };
  }

  private async read(states: readonly State[], documents: Map<string, unknown>): Promise<void> {
    const wanted = (of: (state: State) => string) => [
      ...new Set(states.map(of).filter((hash) => !documents.has(hash))),
    ];
    const rows = await this.database.query<{ hash: string; document: unknown }>(
      {
        name: 'custom-rules.documents',
        text: `SELECT hash, document FROM posture WHERE hash = ANY ($1::text[])
               UNION ALL SELECT hash, document FROM host_document WHERE hash = ANY ($2::text[])
               UNION ALL SELECT hash, document FROM traits WHERE hash = ANY ($3::text[])`,
      },
      [wanted(({ posture }) => posture), wanted(({ host }) => host), wanted(({ traits }) => traits)],
    );
    for (const { hash, document } of rows) documents.set(hash, document);
  }
}

/** Stored documents passed their schemas when they came in. */
function subjectOf({ posture, host, traits }: State, documents: ReadonlyMap<string, unknown>) {
  const found = [posture, host, traits].map((hash) => documents.get(hash));
  if (found.includes(undefined)) return null;
  return { posture: found[0] as Posture, host: found[1] as HostDocument, traits: found[2] as Traits };
}
