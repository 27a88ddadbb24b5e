import type { Traits, Wall } from '@shoji/posture';

/** One process that differs from init. */
export const deviating = (
  wall: Wall,
  difference: string,
  more: Partial<Traits['deviations'][number]> = {},
): Traits['deviations'][number] => ({ wall, difference, exe: '/bin/sh', count: 1, ...more });
