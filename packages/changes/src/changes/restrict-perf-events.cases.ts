import { setting } from '../testing/sysctls.js';

export const table = setting('kernel.perf_event_paranoid', '-1', '3');
