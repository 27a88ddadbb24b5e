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
  hostPasses('it is mended', program('docker', '27.3.1')),
  hostPasses('an older line is mended', program('docker', '25.0.6')),
  hostFails('it is 20.10.8', program('docker', '20.10.8')),
  hostUnknown('Debian may have mended it', program('docker', '20.10.24+dfsg1')),
  hostUnknown('whether docker runs is hidden', { runtimes: [], processesComplete: denied }),
  hostNotApplicable('there is none', { runtimes: [] }),
];
