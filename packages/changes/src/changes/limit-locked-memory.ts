import { lowerLimit } from '../rlimit.js';

/** It can no longer keep memory from being moved out (mlock(2)). Bytes. */
export const limitLockedMemory = lowerLimit('memlock', [8_388_608, 8_388_608], {
  id: 'limit-locked-memory',
  title: 'Limit how much memory it locks',
  breaks: 'Breaks if it locks more memory, as databases, eBPF tools on old kernels and RDMA do.',
  over: 8_388_609,
  line: 'Max locked memory',
});
