import { notRead, section } from './controls.js';
import type { Framework } from './framework.js';

const attacker = 'it is what an attacker does; no state of a wall keeps from it';

/** MITRE ATT&CK for Containers: techniques that a wall, or the host, makes possible or not. */
export const attackContainers: Framework = {
  id: 'attack-containers',
  name: 'MITRE ATT&CK for Containers',
  version: '17',
  scope:
    'Every technique of the matrix. A technique fails where a wall that would keep from it is open, and not where somebody has used it.',
  controls: [
    ...section('Initial access', 'container', [
      [
        'T1190',
        'Exploit a program that can be reached',
        ['published-port-on-all-interfaces', 'published-port-without-listener'],
      ],
      ['T1133', 'Come in by a remote service', ['ssh-server-listening']],
    ]),
    ...section('Initial access', 'host', [
      ['T1078', 'Use an account', ['docker-group-has-members', 'docker-socket-open-to-everyone']],
    ]),
    ...section('Execution', 'container', [
      [
        'T1609',
        'Run a command through the runtime',
        ['runtime-socket-reachable', 'process-with-more-capabilities', 'process-became-root'],
      ],
      ['T1053.007', 'Schedule a job of the orchestrator', notRead.orchestrator],
      ['T1204.003', 'Get an image run', ['image-tag-latest']],
    ]),
    ...section('Execution', 'host', [
      ['T1610', 'Deploy a container', ['docker-listens-without-tls', 'docker-socket-open-to-everyone']],
    ]),
    ...section('Persistence', 'container', [
      ['T1525', 'Put something into an image', notRead.image],
      [
        'T1543.005',
        'Make a service that starts containers',
        ['runtime-socket-reachable', 'sensitive-host-mount'],
      ],
      ['T1098.006', 'Widen rights in the orchestrator', notRead.orchestrator],
    ]),
    ...section('Privilege escalation', 'container', [
      [
        'T1611',
        'Escape to the host',
        [
          'privileged-container',
          'runtime-socket-reachable',
          'sensitive-host-mount',
          'host-pid-namespace',
          'capability-sys-admin',
          'capability-sys-module',
          'capability-sys-ptrace',
          'capability-dac-read-search',
          'capability-sys-rawio',
          'host-device-exposed',
          'every-device-allowed',
          'kernel-settings-writable',
          'writable-sysfs',
          'writable-cgroup-file-system',
          'mount-shared-with-host',
        ],
      ],
      [
        'T1068',
        'Exploit a flaw to gain privileges',
        [
          'seccomp-disabled',
          'seccomp-filter-loose',
          'user-namespace-creatable',
          'io-uring-allowed',
          'no-new-privileges-off',
        ],
      ],
    ]),
    ...section('Defence evasion', 'container', [
      [
        'T1562.001',
        'Switch off what watches',
        ['lsm-unconfined', 'host-pid-namespace', 'capability-mac-admin'],
      ],
      ['T1612', 'Build an image on the host', ['runtime-socket-reachable']],
      ['T1070', 'Remove traces', ['writable-root-file-system']],
      ['T1036.005', 'Take a name that looks right', attacker],
      ['T1550.001', 'Use a stolen token', notRead.orchestrator],
    ]),
    ...section('Credential access', 'container', [
      ['T1110', 'Guess passwords', attacker],
      ['T1528', 'Steal a token of a program', notRead.orchestrator],
      ['T1552.001', 'Find secrets in files', ['sensitive-host-mount']],
      ['T1552.007', 'Ask the runtime for secrets', ['runtime-socket-reachable']],
    ]),
    ...section('Discovery', 'container', [
      ['T1613', 'Find containers and their settings', ['runtime-socket-reachable', 'host-pid-namespace']],
      ['T1046', 'Look for services on the network', ['host-network-namespace', 'capability-net-raw']],
      ['T1069', 'Look for groups and their rights', notRead.orchestrator],
    ]),
    ...section('Impact', 'container', [
      ['T1485', 'Destroy data', ['sensitive-host-mount', 'runtime-socket-reachable']],
      ['T1499', 'Use up what others need', ['no-memory-limit', 'no-pids-limit', 'open-files-not-limited']],
      ['T1490', 'Keep from recovering', ['runtime-socket-reachable', 'sensitive-host-mount']],
      ['T1498', 'Flood a network', ['capability-net-raw', 'capability-net-admin']],
      ['T1496', 'Use processors for others', ['no-cpu-limit']],
    ]),
  ],
};
