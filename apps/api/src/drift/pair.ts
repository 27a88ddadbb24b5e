import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hash } from '@shoji/posture';

/**
 * Two states to compare on a host, by hashes: what a container should be, and what it is. Without `beforeTraits` the
 * first is what its runtime was asked for.
 */
export const pair = z.object({
  beforePosture: hash,
  beforeTraits: z.union([hash, z.literal('')]),
  posture: hash,
  traits: hash,
  host: hash,
});
export type Pair = z.infer<typeof pair>;

/** Id of the job that compares a pair: adding it twice while it waits or runs does nothing. */
export const jobIdOf = (
  { beforePosture, beforeTraits, posture, traits, host }: Pair,
  version: string,
): string =>
  createHash('sha256')
    .update([beforePosture, beforeTraits, posture, traits, host, version].join('\n'))
    .digest('hex');
