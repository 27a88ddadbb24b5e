import { absent, denied } from '../testing/cases.js';
import {
  hostFails,
  hostNotApplicable,
  hostPasses,
  hostUnknown,
  type HostCase,
} from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('there is version 2 only', { cgroupMode: 'v2' }),
  hostFails('there is version 1', { cgroupMode: 'v1' }),
  hostFails('there are both', { cgroupMode: 'hybrid' }),
  hostUnknown('it cannot be read', { cgroupMode: denied }),
  hostNotApplicable('the kernel has none', { cgroupMode: absent }),
];
