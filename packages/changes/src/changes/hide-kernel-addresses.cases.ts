import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.kptr_restrict', '0', '2');
