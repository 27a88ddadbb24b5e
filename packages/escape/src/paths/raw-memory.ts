import { holds } from '../conditions/capabilities.js';
import { hasNode, mayOpen } from '../conditions/devices.js';
import { notLockedDown } from '../conditions/kernel.js';
import { moduleAllows } from '../conditions/lsm.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E19: memory and ports of the machine are read and written past the kernel. */
export const rawMemory = definePath({
  id: 'raw-memory',
  title: 'Write the memory of the machine',
  ease: 'hard',
  revision: 2,
  explanation:
    'The memory of the machine is there as a device, which may be opened with the right to do raw input and output. Kernels of today show only part of it, but that part belongs to devices that reach the rest.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.18', 'mem(4)'],
  conditions: [
    holds(['CAP_SYS_RAWIO']),
    capabilitiesCountOnHost,
    hasNode({ type: 'c', major: 1, minor: 1 }, '/dev/mem'),
    mayOpen({ type: 'c', major: 1, minor: 1 }, '/dev/mem'),
    notLockedDown('open /dev/mem'),
    moduleAllows('open a device of the host'),
  ],
});
