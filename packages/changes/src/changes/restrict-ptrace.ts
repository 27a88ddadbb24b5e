import { setSysctl } from '../sysctl.js';

/** A process traces only its children (Documentation/admin-guide/LSM/Yama.rst). */
export const restrictPtrace = setSysctl('kernel.yama.ptrace_scope', '1', (value) => value === '0', {
  id: 'restrict-ptrace',
  title: 'Let a process trace only its children',
  breaks: 'Breaks if people attach a debugger to a running process without root.',
  wall: 'lsm',
});
