import { lowering } from '../testing/limits.js';

export const table = lowering('nproc', 4096, 4096);
