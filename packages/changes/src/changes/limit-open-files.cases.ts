import { lowering } from '../testing/limits.js';

export const table = lowering('nofile', 1024, 524_288);
