import { Injectable } from '@nestjs/common';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Asking } from '../queue/asking.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Triple } from './triple.js';

/** Name of the queue whose jobs judge some triples each. */
export const evaluateQueue = 'evaluate';

/** Triples of one job: what a report brings is claimed and finished together, and other workers get their share. */
const portion = 16;

/** Where triples wait to be judged. */
@Injectable()
export class EvaluateQueue {
  private readonly asking: Asking;

  constructor(
    queues: Queues,
    private readonly ruleSets: RuleSets,
  ) {
    this.asking = new Asking(queues, evaluateQueue, 5);
  }

  /**
   * Asks for the judgement of these triples; those in the `background` wait for all others. Never fails: where the queue is
   * away, the sweep finds them later.
   */
  async enqueue(triples: readonly Triple[], when: 'now' | 'background' = 'now'): Promise<void> {
    const { version } = this.ruleSets.known;
    const jobs = new Map<string, { triples: Triple[] }>();
    for (let at = 0; at < triples.length; at += portion) {
      const some = triples
        .slice(at, at + portion)
        .map(({ posture, host, traits }) => ({ posture, host, traits }));
      jobs.set(`${jobIdOf(some, version)}-${when}`, { triples: some });
    }
    await this.asking.ask(jobs, when === 'background' ? 1 : 0);
  }
}
