import type { Subject } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const docker =
  (configuration: Subject['host']['runtimes'][number]['configuration']) =>
  ({ host }: Subject) =>
    (host.runtimes = [
      { name: 'docker', version: '20.10.24', configuration },
      { name: 'runc', version: '1.1.5', configuration: {} },
    ]);
const open = { hosts: 'tcp://0.0.0.0:2375', debug: true };

export const table = cases({
  mends: { 'it listens on TCP': [docker(open), docker({ ...open, tlsverify: true })] },
  leaves: {
    'it asks for one': docker({ ...open, tlsverify: true }),
    'it listens on a file': docker({ hosts: 'unix:///run/docker.sock' }),
    'where it listens cannot be read': docker({ hosts: denied }),
    'nothing of it can be read': docker(denied),
    'docker does not run': () => undefined,
  },
});
