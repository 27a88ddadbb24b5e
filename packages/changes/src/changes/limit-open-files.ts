import { lowerLimit } from '../rlimit.js';

/** One process can no longer take every open file that the kernel has. */
export const limitOpenFiles = lowerLimit('nofile', [1024, 524_288], {
  id: 'limit-open-files',
  title: 'Limit how many files a process has open',
  breaks: 'Breaks if a process has more files and connections open than the limit.',
  over: 524_289,
  line: 'Max open files',
});
