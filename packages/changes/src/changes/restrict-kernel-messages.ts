import { setSysctl } from '../sysctl.js';

/** Only those with CAP_SYSLOG read the messages of the kernel (dmesg(1)). */
export const restrictKernelMessages = setSysctl('kernel.dmesg_restrict', '1', (value) => value === '0', {
  id: 'restrict-kernel-messages',
  title: 'Let only root read the kernel’s messages',
  breaks: 'Breaks if a program without root reads them, as some log collectors do.',
  wall: 'user',
});
