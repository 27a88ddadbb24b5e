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
  hostPasses('it is mended', program('runc', '1.3.3')),
  hostPasses('the line before is mended, too', program('runc', '1.2.8')),
  hostFails('it is 1.1.11', program('runc', '1.1.11')),
  hostFails('it is 1.3.2', program('runc', '1.3.2')),
  hostUnknown('Debian may have mended it', program('runc', '1.1.5+ds1-1+deb12u1')),
  hostUnknown('its version cannot be read', {
    runtimes: [{ name: 'runc', version: denied, configuration: denied }],
  }),
  hostUnknown('not every place could be looked at', { runtimes: [], runtimesComplete: denied }),
  hostNotApplicable('there is none', { runtimes: [] }),
];
