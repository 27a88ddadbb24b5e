import { separating } from '../testing/namespaces.js';

export const table = separating('cgroup');
