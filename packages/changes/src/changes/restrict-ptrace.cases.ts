import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.yama.ptrace_scope', '0', '1');
