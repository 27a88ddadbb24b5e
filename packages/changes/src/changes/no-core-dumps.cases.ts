import { lowering } from '../testing/limits.js';

export const table = lowering('core', 0, 0);
