import { dropping } from '../testing/capabilities.js';

export const table = dropping('CAP_MAC_ADMIN', 'CAP_MAC_OVERRIDE');
