import { setSysctl } from '../sysctl.js';

/** Addresses of the kernel are shown to nobody who could aim by them (proc_sys_kernel(5)). */
export const hideKernelAddresses = setSysctl('kernel.kptr_restrict', '2', (value) => value === '0', {
  id: 'hide-kernel-addresses',
  title: 'Hide the addresses of the kernel',
  breaks: 'Breaks if somebody profiles or debugs the kernel on this host.',
  wall: 'user',
});
