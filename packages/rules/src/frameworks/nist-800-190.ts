import { notRead, section } from './controls.js';
import type { Framework } from './framework.js';

/** NIST SP 800-190, countermeasures of §4.3 to §4.5. */
export const nist800190: Framework = {
  id: 'nist-sp-800-190',
  name: 'NIST SP 800-190',
  version: '2017',
  scope:
    'Countermeasures for orchestrators (§4.3), containers (§4.4) and host systems (§4.5). Those for images and registries (§4.1, §4.2) are about what is not read here.',
  controls: [
    ...section('4.3 Orchestrators', 'container', [
      ['4.3.1', 'Administrators have only the rights that they need', notRead.orchestrator],
      ['4.3.2', 'Access is authenticated', notRead.orchestrator],
      ['4.3.3', 'Networks of containers are kept apart', ['host-network-namespace', 'capability-net-raw']],
      ['4.3.4', 'Workloads of different sensitivity do not share', ['namespace-not-its-own']],
      ['4.3.5', 'Nodes are trusted for a reason', notRead.orchestrator],
    ]),
    ...section('4.4 Containers', 'host', [
      [
        '4.4.1',
        'Runtimes have no known ways out',
        ['runc-with-known-flaw', 'containerd-with-known-flaw', 'docker-with-known-flaw'],
      ],
    ]),
    ...section('4.4 Containers', 'container', [
      [
        '4.4.2',
        'What a container may reach is bounded',
        ['host-network-namespace', 'published-port-on-all-interfaces', 'published-port-without-listener'],
      ],
      [
        '4.4.3',
        'Runtimes give containers no more than they need',
        [
          'privileged-container',
          'capabilities-beyond-default',
          'seccomp-disabled',
          'lsm-unconfined',
          'sensitive-host-mount',
          'runtime-socket-reachable',
          'no-memory-limit',
          'no-pids-limit',
          'host-pid-namespace',
          'host-ipc-namespace',
        ],
      ],
      [
        '4.4.4',
        'A taken program cannot change its image',
        ['writable-root-file-system', 'no-new-privileges-off', 'root-without-user-namespace'],
      ],
      [
        '4.4.5',
        'No container runs that nobody knows of',
        ['orphaned-container', 'process-with-more-capabilities'],
      ],
    ]),
    ...section('4.5 Host systems', 'host', [
      [
        '4.5.1',
        'The host offers little to attack',
        [
          'docker-listens-without-tls',
          'unprivileged-bpf-allowed',
          'kernel-addresses-shown',
          'ptrace-not-restricted',
        ],
      ],
      [
        '4.5.2',
        'Containers do not share more of the kernel than they must',
        ['kernel-not-locked-down', 'cgroup-version-one', 'docker-userns-remap-off'],
      ],
      ['4.5.3', 'The host is up to date', ['kernel-with-known-flaw']],
      [
        '4.5.4',
        'Few people have rights on the host',
        ['docker-group-has-members', 'docker-socket-open-to-everyone'],
      ],
    ]),
    ...section('4.5 Host systems', 'container', [
      [
        '4.5.5',
        'Containers do not change files of the host',
        ['sensitive-host-mount', 'host-path-mounted', 'mount-shared-with-host'],
      ],
    ]),
  ],
};
