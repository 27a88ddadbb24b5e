import type { Subject } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const having =
  (version: Subject['host']['runtimes'][number]['version']) =>
  ({ host }: Subject) =>
    (host.runtimes = [{ name: 'runc', version, configuration: {} }]);

export const table = cases({
  mends: { 'an older one is installed': [having('1.1.5+ds1-1+deb12u1'), having('1.3.3')] },
  leaves: {
    'this one is': having('1.3.3'),
    'a newer one is': having('1.4.0'),
    'its version is no number': having('git-abc'),
    'its version cannot be read': having(denied),
    'there is none': () => undefined,
  },
});
