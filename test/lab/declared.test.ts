/** What docker was asked for against what this kernel enforces, while both change under a reader that goes on reading. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { declaredDifferences, isKnown, type Difference } from '../../packages/posture/src/index.js';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { startCast } from './cast.js';
import * as kernel from './kernel.js';

const run = promisify(execFile);
let directory: string;
let lab: Docker;
let cast: string[];
const reader = createHostReader({
  roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
  collectorVersion: 'test',
  inspect: () => Promise.resolve(null),
});

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-declared-'));
  lab = await startDocker(join(directory, 'docker'));
  cast = await startCast(lab, BigInt(`0x${kernel.status(process.pid, 'CapBnd')}`));
}, 120_000);

afterAll(async () => {
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const differences = async (name: string): Promise<Difference[]> => {
  const id = await lab.docker('inspect', '-f', '{{.Id}}', name);
  const { host, containers } = await reader.read(new Date());
  const container = containers.find((each) => each.id === id);
  if (!container?.declared) throw new Error(`nobody knows what ${name} was asked for`);
  return declaredDifferences(container.declared, container.posture, isKnown(host.cpus) ? host.cpus : null);
};
const inWords = (found: Difference[]) =>
  found.map(({ direction, field, note }) => `${direction} ${field}: ${note}`);
const noAppArmor = 'weaker lsm.apparmor: not applied: kernel built without AppArmor';

/** Runs busybox in the mount namespace of a container, with all the rights of the host. */
const inside = async (name: string, ...command: string[]) =>
  run('nsenter', ['-t', String(await lab.pidOf(name)), '-m', '-p', '--', '/bin/busybox', ...command]);

describe('declaredDifferences on this machine', () => {
  it('names of the whole cast what the kernel does not enforce, and nothing else', async () => {
    const found: Record<string, string[]> = {};
    for (const name of cast)
      found[name] = inWords(await differences(name)).filter((line) => line !== noAppArmor);
    const { 'lab-hostfs': hostfs, ...rest } = found;
    expect(Object.entries(rest).filter(([, lines]) => lines.length > 0)).toEqual([]);
    // Read-only at the top alone, with the host's cgroups below.
    expect(hostfs).toEqual([
      'weaker cgroups.writable: it can write to a cgroup file system',
      expect.stringMatching(/^weaker filesystem.mounts: only the top is read-only: \/host\//),
    ]);
  });

  it('says that the kernel has no AppArmor where a profile was asked for, by name or by default', async () => {
    await lab.start('asked-named', '--network=none', '--security-opt=apparmor=web');
    await lab.start('asked-none', '--network=none', '--security-opt=apparmor=unconfined');
    expect(await differences('asked-named')).toMatchObject([
      {
        field: 'lsm.apparmor',
        declared: { profile: 'web' },
        direction: 'weaker',
        note: 'not applied: kernel built without AppArmor',
      },
    ]);
    expect(inWords(await differences('lab-default'))).toEqual([noAppArmor]);
    expect(await differences('asked-none')).toEqual([]);
  });

  it('takes an update of a running container for what is asked for from now on', async () => {
    await lab.start(
      'asked-update',
      '--network=none',
      '--memory=64m',
      '--memory-swap=64m',
      '--security-opt=apparmor=unconfined',
    );
    expect(await differences('asked-update')).toEqual([]);
    await lab.docker('update', '--memory=32m', '--memory-swap=32m', 'asked-update');
    expect(await differences('asked-update')).toEqual([]);
  });

  it('sees a root that was made writable and a mount that nobody asked for', async () => {
    await lab.start('asked-change', '--network=none', '--read-only', '--security-opt=apparmor=unconfined');
    expect(await differences('asked-change')).toEqual([]);
    await inside('asked-change', 'mount', '-o', 'remount,rw', '/');
    await inside('asked-change', 'mount', '-t', 'proc', 'proc', '/run');
    expect(inWords(await differences('asked-change'))).toEqual([
      'weaker filesystem.root: the root file system can be written',
      'different filesystem.mounts: nobody asked for proc at /run',
    ]);
  });

  it('sees a limit that is gone', async () => {
    await lab.start('asked-limit', '--network=none', '--pids-limit=50', '--security-opt=apparmor=unconfined');
    expect(await differences('asked-limit')).toEqual([]);
    const id = await lab.docker('inspect', '-f', '{{.Id}}', 'asked-limit');
    await run('sh', [
      '-c',
      `echo max > "$(find /sys/fs/cgroup -type d -name '*${id}*' -path '*pids*' | head -1)/pids.max"`,
    ]);
    expect(inWords(await differences('asked-limit'))).toEqual([
      'weaker cgroups.pids.limit: no limit is in force',
    ]);
  });
});
