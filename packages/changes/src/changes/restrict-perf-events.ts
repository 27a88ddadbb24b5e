import { setSysctl } from '../sysctl.js';

/** Only those with CAP_PERFMON measure the kernel (perf_event_open(2)). */
export const restrictPerfEvents = setSysctl('kernel.perf_event_paranoid', '3', (value) => Number(value) < 2, {
  id: 'restrict-perf-events',
  title: 'Let only root measure the kernel',
  breaks: 'Breaks if developers profile on this host without root.',
  wall: 'seccomp',
});
