import type { Subject } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const having =
  (version: Subject['host']['runtimes'][number]['version']) =>
  ({ host }: Subject) =>
    (host.runtimes = [{ name: 'containerd', version, configuration: {} }]);

export const table = cases({
  mends: { 'an older one is installed': [having('1.4.1'), having('1.7.29')] },
  leaves: {
    'this one is': having('1.7.29'),
    'a newer one is': having('2.1.0'),
    'its version is no number': having('git-abc'),
    'its version cannot be read': having(denied),
    'there is none': () => undefined,
  },
});
