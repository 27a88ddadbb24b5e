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
  },
  blocked: {
    'docker listens on a file': [
      'namespaces',
      ({ host }) =>
        void (host.runtimes = [
          { name: 'docker', version: '24.0.5', configuration: { hosts: 'unix:///run/docker.sock' } },
        ]),
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
