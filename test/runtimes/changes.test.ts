/**
 * Changes made for real: a container that has a finding or an open way out, and one with the flags that the change tells
 * docker. The kernel's own word of the second is what the change made of the first on paper, and the finding and the way are
 * gone. The command that verifies a change is run against both.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader, type Snapshot } from '../../apps/collector/src/read/snapshot.js';
import { changes } from '../../packages/changes/src/index.js';
import type { Subject } from '../../packages/posture/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { removeCgroups } from './cgroup.js';
import { expectGone, expectPaperIsReal, type Effect } from '../harness/made.js';

interface Made extends Effect {
  /** Flags of the container that needs the change, and of the one that has it. */
  without: string[];
  with: string[];
}

const alone = '--network=none';
const unfiltered = '--security-opt=seccomp=unconfined';

/** What each change tells docker, made for real. `SOCKET` is the daemon's own, `PARENT` a cgroup. */
const table: Record<string, Made> = {
  'own-pid-namespace': {
    without: [alone, '--cap-add=SYS_PTRACE', '--pid=host'],
    with: [alone, '--cap-add=SYS_PTRACE'],
    mends: 'host-pid-namespace',
    closes: 'host-process-root',
  },
  'own-network-namespace': {
    without: ['--network=host'],
    with: [alone],
    mends: 'host-network-namespace',
    closes: 'host-network',
  },
  'own-ipc-namespace': {
    without: [alone, '--ipc=host'],
    with: [alone, '--ipc=private'],
    mends: 'host-ipc-namespace',
    closes: 'host-ipc',
  },
  'own-uts-namespace': { without: [alone, '--uts=host'], with: [alone], mends: 'host-uts-namespace' },
  'own-cgroup-namespace': {
    without: [alone, '--cgroupns=host'],
    with: [alone, '--cgroupns=private'],
    mends: 'host-cgroup-namespace',
  },
  'run-as-non-root': {
    without: [alone, '--volume=SOCKET:/var/run/docker.sock'],
    with: [alone, '--volume=SOCKET:/var/run/docker.sock', '--user=10001:10001'],
    mends: 'root-without-user-namespace',
    closes: 'runtime-socket',
  },
  'no-new-privileges': {
    without: [alone],
    with: [alone, '--security-opt=no-new-privileges=true'],
    mends: 'no-new-privileges-off',
  },
  'drop-all-capabilities': {
    without: [alone, '--cap-add=SYS_PTRACE'],
    with: [alone, '--cap-drop=ALL'],
    mends: 'capability-sys-ptrace',
  },
  'default-capabilities': {
    without: [alone, '--cap-add=NET_ADMIN', '--cap-add=SYS_ADMIN'],
    with: [alone],
    mends: 'capability-sys-admin',
  },
  'drop-sys-admin': {
    without: [alone, unfiltered, '--cap-add=SYS_ADMIN'],
    with: [alone, unfiltered, '--cap-drop=SYS_ADMIN'],
    mends: 'capability-sys-admin',
    closes: 'cgroup-release-agent',
  },
  'drop-sys-module': {
    without: [alone, unfiltered, '--cap-add=SYS_MODULE'],
    with: [alone, unfiltered, '--cap-drop=SYS_MODULE'],
    mends: 'capability-sys-module',
  },
  'drop-dac-read-search': {
    without: [alone, '--cap-add=DAC_READ_SEARCH'],
    with: [alone, '--cap-drop=DAC_READ_SEARCH'],
    mends: 'capability-dac-read-search',
    closes: 'open-by-handle',
  },
  'drop-sys-ptrace': {
    without: [alone, '--pid=host', '--cap-add=SYS_PTRACE'],
    with: [alone, '--pid=host', '--cap-drop=SYS_PTRACE'],
    mends: 'capability-sys-ptrace',
    closes: 'host-process-root',
  },
  'drop-net-admin': {
    without: ['--network=host', '--cap-add=NET_ADMIN', '--cap-drop=NET_RAW'],
    with: ['--network=host', '--cap-drop=NET_ADMIN', '--cap-drop=NET_RAW'],
    mends: 'capability-net-admin',
    closes: 'host-network',
  },
  ...Object.fromEntries(
    ['DAC_OVERRIDE', 'SYS_CHROOT'].map((name) => [
      `drop-${name.toLowerCase().replace('_', '-')}`,
      { without: [alone], with: [alone, `--cap-drop=${name}`] },
    ]),
  ),
  'drop-net-raw': { without: [alone], with: [alone, '--cap-drop=NET_RAW'] },
  'drop-mknod': { without: [alone], with: [alone, '--cap-drop=MKNOD'] },
  'default-seccomp': { without: [alone, unfiltered], with: [alone], mends: 'seccomp-disabled' },
  'remove-runtime-socket': {
    without: [alone, '--volume=SOCKET:/var/run/docker.sock'],
    with: [alone],
    mends: 'runtime-socket-reachable',
    closes: 'runtime-socket',
  },
  'read-only-sensitive-mounts': {
    without: [alone, '--volume=/etc:/host'],
    with: [alone, '--volume=/etc:/host:ro'],
    closes: 'host-path-executed',
  },
  'remove-sensitive-mounts': {
    without: [alone, '--volume=/etc:/host'],
    with: [alone],
    mends: 'sensitive-host-mount',
    closes: 'host-path-executed',
  },
  'cover-kernel-paths': {
    without: [alone, '--security-opt=systempaths=unconfined'],
    with: [alone],
    closes: 'host-procfs',
  },
  'remove-devices': {
    without: [alone, '--device-cgroup-rule=b *:* rwm'],
    with: [alone],
    closes: 'host-block-device',
  },
  'read-only-root': {
    without: [alone],
    with: [alone, '--read-only', '--tmpfs=/tmp'],
    mends: 'writable-root-file-system',
  },
  'limit-memory': { without: [alone], with: [alone, '--memory=512m'], mends: 'no-memory-limit' },
  'limit-pids': { without: [alone], with: [alone, '--pids-limit=512'], mends: 'no-pids-limit' },
  'limit-restarts': {
    without: [alone, '--restart=always'],
    with: [alone, '--restart=on-failure:5'],
    mends: 'restarts-not-limited',
  },
  'default-cgroup-parent': {
    without: [alone, '--cgroup-parent=/PARENT'],
    with: [alone],
    mends: 'cgroup-parent-not-default',
  },
  'safe-sysctls': {
    without: [alone, '--sysctl=net.ipv4.ip_forward=1'],
    with: [alone],
    mends: 'unsafe-sysctl-set',
  },
  'limit-cpu': { without: [alone], with: [alone, '--cpus=1'] },
  'limit-processes-of-user': { without: [alone], with: [alone, '--ulimit=nproc=4096:4096'] },
  'no-core-dumps': { without: [alone], with: [alone, '--ulimit=core=0:0'] },
};

/** Facts that a change sets to an example, or that differ between any two containers of this daemon. */
const examples = new Set(['user.additionalGids', 'filesystem.maskedPaths', 'filesystem.readonlyPaths']);

const byId = new Map(changes.map((change) => [change.id, change]));
const parent = `shojichanges${process.pid}`;
const filled = (flag: string) => flag.replace('SOCKET', lab.socket).replace('PARENT', parent);
const nameOf = (id: string, side: 'without' | 'with') => `change-${id}-${side}`;
const commandOf = (id: string) => byId.get(id)?.verify ?? null;

let directory: string;
let lab: Docker;
let snapshot: Snapshot;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-changes-'));
  lab = await startDocker(join(directory, 'docker'));
  for (const [id, made] of Object.entries(table))
    for (const side of ['without', 'with'] as const)
      await lab.start(nameOf(id, side), ...made[side].map(filled));
  const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
  snapshot = await createHostReader({ roots, collectorVersion: 'test' }).read(new Date());
}, 300_000);

afterAll(async () => {
  await lab?.stop();
  await removeCgroups(parent);
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const containerOf = (id: string, side: 'without' | 'with') => {
  const found = snapshot.containers.find(({ instance }) => instance.name === nameOf(id, side));
  if (!found) throw new Error(`${nameOf(id, side)} was not found`);
  return found;
};
const subjectOf = (id: string, side: 'without' | 'with'): Subject => {
  const { posture, traits } = containerOf(id, side);
  return { posture, host: snapshot.host, traits };
};

describe.each(Object.entries(table))('%s', (id, effect) => {
  it('makes on paper what the kernel says of a container that has it', () => {
    expectPaperIsReal(byId.get(id)!, subjectOf(id, 'without'), subjectOf(id, 'with'), examples);
  });

  it('takes the finding and the way out with it', () => {
    expectGone(subjectOf(id, 'without'), subjectOf(id, 'with'), effect);
  });

  if (commandOf(id) !== null)
    it('is told by its command from what lacks it', () => {
      const run = (side: 'without' | 'with') =>
        spawnSync('sh', ['-c', commandOf(id)!], {
          env: { ...process.env, PID: String(containerOf(id, side).instance.pid) },
          encoding: 'utf8',
        });
      expect(run('with')).toMatchObject({ status: 0, stderr: '' });
      expect(run('without').status).not.toBe(0);
    });
});

describe('changes of the host', () => {
  const ofHost = changes.filter(({ verify }) => verify?.startsWith('[ "$(cat /proc/sys/') === true);

  it('are some', () => expect(ofHost.length).toBeGreaterThan(5));

  it.each(ofHost.map((change) => [change.id, change] as const))('%s is told by its command', (id, change) => {
    const subject = subjectOf('limit-pids', 'without');
    const { status } = spawnSync('sh', ['-c', change.verify!]);
    // One that finds nothing to do may be in force, stricter, or of a kernel without the setting.
    if (change.apply(subject) !== subject) expect([id, status]).not.toEqual([id, 0]);
  });
});
