import type { Subject } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const key = 'socket:/run/docker.sock users';
const docker =
  (configuration: Subject['host']['runtimes'][number]['configuration']) =>
  ({ host }: Subject) =>
    (host.runtimes = [{ name: 'docker', version: '20.10.24', configuration }]);

export const table = cases({
  mends: {
    'people are in it': [docker({ [key]: 'ann bob' }), docker({ [key]: '' })],
    'its socket has another name': [
      docker({ 'socket:/run/other.sock users': 'ann' }),
      docker({ 'socket:/run/other.sock users': '' }),
    ],
  },
  leaves: {
    'nobody is': docker({ [key]: '' }),
    'who is cannot be read': docker({ [key]: denied }),
    'nobody looked': docker({}),
  },
});
