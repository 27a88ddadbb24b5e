import { Injectable } from '@nestjs/common';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Asking } from '../queue/asking.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Triple } from './triple.js';

/** Name of the queue whose jobs judge one triple each. */
export const evaluateQueue = 'evaluate';

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
   * away, the sweep finds them later. Gives the number of triples asked for, 0 where the queue was away.
   */
  enqueue(triples: readonly Triple[], when: 'now' | 'background' = 'now'): Promise<number> {
    const { version } = this.ruleSets.known;
    const jobs = new Map(triples.map((triple) => [`${jobIdOf(triple, version)}-${when}`, triple]));
    return this.asking.ask(jobs, when === 'background' ? 1 : 0);
  }
}
