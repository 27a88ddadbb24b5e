import { dropping } from '../testing/capabilities.js';

export const table = dropping('CAP_NET_ADMIN');
