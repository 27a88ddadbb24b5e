import { dropping } from '../testing/capabilities.js';

export const table = dropping('CAP_SYS_CHROOT');
