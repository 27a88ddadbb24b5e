import { denied } from '../testing/cases.js';
import {
  docker,
  hostFails,
  hostNotApplicable,
  hostPasses,
  hostUnknown,
  type HostCase,
} from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('it listens on its file', docker()),
  hostPasses('it asks for a certificate', docker({ hosts: 'tcp://0.0.0.0:2376', tlsverify: true })),
  hostFails('it listens on every address', docker({ hosts: 'fd:// tcp://0.0.0.0:2375' })),
  hostFails('it encrypts and asks for no certificate', docker({ hosts: 'tcp://0.0.0.0:2376', tls: true })),
  hostFails('it listens on the loopback', docker({ hosts: 'tcp://127.0.0.1:2375' }), 'high'),
  hostUnknown('daemon.json cannot be read', docker({ 'file:/etc/docker/daemon.json': denied })),
  hostUnknown(
    'whether it asks for a certificate is in a file that cannot be read',
    docker({ hosts: 'tcp://0.0.0.0:2375', 'file:/etc/docker/daemon.json': denied }),
  ),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
