import { Injectable } from '@nestjs/common';
import { ruleSet } from '@shoji/risk';
import { Asking } from '../queue/asking.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Triple } from './triple.js';

/** Name of the queue whose jobs judge one triple each. */
export const evaluateQueue = 'evaluate';

/** Where triples wait to be judged. */
@Injectable()
export class EvaluateQueue {
  /** The rule set that is asked for: a verdict of another one is out of date. */
  readonly ruleSet = ruleSet;
  private readonly asking: Asking;

  constructor(queues: Queues) {
    this.asking = new Asking(queues, evaluateQueue, 5);
  }

  /**
   * Asks for the judgement of these triples; those in the `background` wait for all others. Never fails: where the queue is
   * away, the sweep finds them later. Gives the number of triples asked for, 0 where the queue was away.
   */
  enqueue(triples: readonly Triple[], when: 'now' | 'background' = 'now'): Promise<number> {
    const jobs = new Map(triples.map((triple) => [`${jobIdOf(triple, ruleSet)}-${when}`, triple]));
    return this.asking.ask(jobs, when === 'background' ? 1 : 0);
  }
}
