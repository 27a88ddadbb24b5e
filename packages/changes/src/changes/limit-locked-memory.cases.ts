import { lowering } from '../testing/limits.js';

export const table = lowering('memlock', 8_388_608, 8_388_608);
