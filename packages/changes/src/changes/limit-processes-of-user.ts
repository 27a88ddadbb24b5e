import { lowerLimit } from '../rlimit.js';

/** Its user can no longer start processes without end, where no cgroup counts them. */
export const limitProcessesOfUser = lowerLimit('nproc', [4096, 4096], {
  id: 'limit-processes-of-user',
  title: 'Limit how many processes its user has',
  breaks:
    'Breaks if its user id runs more processes on the host, in all containers together: limit-pids counts each container alone.',
  over: 4097,
  line: 'Max processes',
});
