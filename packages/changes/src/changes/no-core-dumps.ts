import { lowerLimit } from '../rlimit.js';

/** A crash no longer hands the memory of the program to the host’s core_pattern (core(5)). */
export const noCoreDumps = lowerLimit('core', [0, 0], {
  id: 'no-core-dumps',
  title: 'Write no core dumps',
  breaks: 'Breaks if somebody looks into crashes by their core files.',
  over: 1,
  line: 'Max core file size',
});
