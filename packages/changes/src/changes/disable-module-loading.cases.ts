import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.modules_disabled', '0', '1');
