import { cases, denied } from '../testing/cases.js';

export const table = cases({
  open: {
    'docker listens on every address': ({ host }) =>
      void (host.runtimes = [
        {
          name: 'docker',
          version: '24.0.5',
          configuration: { hosts: 'unix:///run/docker.sock tcp://0.0.0.0:2375' },
        },
      ]),
    'docker listens on the loopback of the host, which is shared': ({ host }) =>
      void (host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { hosts: 'tcp://127.0.0.1:2375' } },
      ]),
    'a second daemon listens on every address': ({ host }) =>
      void (host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { hosts: 'unix:///run/docker.sock' } },
        { name: 'docker', version: '24.0.5', configuration: { hosts: 'tcp://0.0.0.0:2375' } },
      ]),
  },
  blocked: {
    'docker listens on a file': [
      'namespaces',
      ({ host }) =>
        void (host.runtimes = [
          { name: 'docker', version: '24.0.5', configuration: { hosts: 'unix:///run/docker.sock' } },
        ]),
    ],
    'nobody said where docker listens': [
      'namespaces',
      ({ host }) => void (host.runtimes = [{ name: 'docker', version: '24.0.5', configuration: {} }]),
    ],
    'docker asks for certificates': [
      'namespaces',
      ({ host }) =>
        void (host.runtimes = [
          {
            name: 'docker',
            version: '24.0.5',
            configuration: { hosts: 'tcp://0.0.0.0:2376', tlsverify: true },
          },
        ]),
    ],
    'there is no docker': ['namespaces', ({ host }) => void (host.runtimes = [])],
    'docker listens on a loopback that is not shared': [
      'namespaces',
      ({ host, posture }) => {
        posture.namespaces.network = 'own';
        host.runtimes = [
          { name: 'docker', version: '24.0.5', configuration: { hosts: 'tcp://127.0.0.1:2375' } },
        ];
      },
    ],
  },
  possible: {
    'a file that may say where it listens cannot be read': ({ host }) =>
      void (host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { 'file:/etc/docker/daemon.json': denied } },
      ]),
    'its configuration cannot be read': ({ host }) =>
      void (host.runtimes = [{ name: 'docker', version: '24.0.5', configuration: denied }]),
    'whose network it has cannot be read': ({ host, posture }) => {
      posture.namespaces.network = denied;
      host.runtimes = [
        { name: 'docker', version: '24.0.5', configuration: { hosts: 'tcp://127.0.0.1:2375' } },
      ];
    },
  },
});
