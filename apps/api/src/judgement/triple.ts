import { createHash } from 'node:crypto';

/** What a judgement is about: three documents by their hashes. */
export interface Triple {
  posture: string;
  host: string;
  traits: string;
}

/** Id of the job that judges these triples with a rule set: adding it twice while it waits or runs does nothing. */
export const jobIdOf = (triples: readonly Triple[], ruleSet: string): string =>
  createHash('sha256')
    .update([...triples.flatMap(({ posture, host, traits }) => [posture, host, traits]), ruleSet].join('\n'))
    .digest('hex');

/** Triples as three columns, for `unnest`. */
export const columnsOf = (triples: readonly Triple[]): string[][] => [
  triples.map(({ posture }) => posture),
  triples.map(({ host }) => host),
  triples.map(({ traits }) => traits),
];
