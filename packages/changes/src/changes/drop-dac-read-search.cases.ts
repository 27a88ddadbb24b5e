import { dropping } from '../testing/capabilities.js';

export const table = dropping('CAP_DAC_READ_SEARCH');
