import { Injectable } from '@nestjs/common';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Asking } from '../queue/asking.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Pair } from './pair.js';

/** Name of the queue whose jobs compare one pair each. */
export const compareQueue = 'compare';

/** Where pairs wait to be compared. */
@Injectable()
export class CompareQueue {
  private readonly asking: Asking;

  constructor(
    queues: Queues,
    private readonly ruleSets: RuleSets,
  ) {
    this.asking = new Asking(queues, compareQueue, 3);
  }

  /** Asks for these comparisons. Never fails: where the queue is away, the next sweep asks again. */
  async enqueue(pairs: readonly Pair[]): Promise<void> {
    const { driftVersion } = this.ruleSets.known;
    await this.asking.ask(new Map(pairs.map((each) => [jobIdOf(each, driftVersion), each])));
  }
}
