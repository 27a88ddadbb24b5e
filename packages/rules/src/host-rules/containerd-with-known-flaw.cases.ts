import { denied } from '../testing/cases.js';
import {
  program,
  hostFails,
  hostNotApplicable,
  hostPasses,
  hostUnknown,
  type HostCase,
} from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('it is mended', program('containerd', '2.1.0')),
  hostPasses('an older line is mended', program('containerd', '1.7.27')),
  hostFails('it is 1.4.2', program('containerd', '1.4.2')),
  hostFails('it is 2.0.3', program('containerd', 'v2.0.3')),
  hostUnknown('Debian may have mended it', program('containerd', '1.6.20~ds1-1+deb12u1')),
  hostUnknown('not every place could be looked at', { runtimes: [], runtimesComplete: denied }),
  hostNotApplicable('there is none', { runtimes: [] }),
];
