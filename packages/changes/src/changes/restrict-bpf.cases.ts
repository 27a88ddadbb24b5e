import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.unprivileged_bpf_disabled', '0', '1');
