import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.dmesg_restrict', '0', '1');
