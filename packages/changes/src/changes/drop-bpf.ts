import { dropCapabilities } from '../capability-sets.js';

/** It can no longer put programs into the kernel. */
export const dropBpf = dropCapabilities(['CAP_BPF', 'CAP_PERFMON'], {
  id: 'drop-bpf',
  title: 'Drop BPF and PERFMON',
  breaks: 'Breaks if it traces the kernel or watches performance, as observability agents do.',
});
