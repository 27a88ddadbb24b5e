import { setSysctl } from '../sysctl.js';

/** Only those with CAP_BPF put programs into the kernel (bpf(2)). */
export const restrictBpf = setSysctl('kernel.unprivileged_bpf_disabled', '1', (value) => value === '0', {
  id: 'restrict-bpf',
  title: 'Let only root put programs into the kernel',
  breaks: 'Breaks if a program without capabilities uses bpf for its own sockets.',
  wall: 'seccomp',
});
