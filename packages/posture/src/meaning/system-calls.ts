/**
 * System calls that decide whether a way out of a container is open (syscalls(2)). A filter that lets one of them through
 * only for some arguments counts as letting it through.
 */
export const tellingSystemCalls = [
  'add_key',
  'bpf',
  'finit_module',
  'fsmount',
  'init_module',
  'io_uring_setup',
  'ioperm',
  'iopl',
  'kexec_file_load',
  'kexec_load',
  'keyctl',
  'mknod',
  'mknodat',
  'mount',
  'move_mount',
  'open_by_handle_at',
  'perf_event_open',
  'process_vm_writev',
  'ptrace',
  'setns',
  'unshare',
  'userfaultfd',
] as const;
export type TellingSystemCall = (typeof tellingSystemCalls)[number];
