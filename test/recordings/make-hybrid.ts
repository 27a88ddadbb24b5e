/**
 * Makes `hosts/debian-12-hybrid.tar.gz` anew, as root on a host with the hybrid cgroup v1 hierarchy:
 * `node --import ./scripts/typescript-imports.mjs test/recordings/make-hybrid.ts` (after a build).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as kernel from '../lab/kernel.js';
import { startCast, type Cast } from '../runtimes/cast.js';
import { hierarchies } from '../runtimes/cgroup.js';
import { neutralise, staysMounted } from './neutralise.js';
import { witness, type Witness } from './witness.js';

const host = 'debian-12-hybrid';
const collector = join(import.meta.dirname, '../../apps/collector/dist/shoji-collector.mjs');
const laboratory = '/srv/lab';
const archive = join(import.meta.dirname, 'hosts', `${host}.tar.gz`);

/** One line of `expected.json`. */
export interface Expected {
  name: string;
  pid: number;
  kind: string;
  runtime: string;
  called: string;
  kernel: Witness;
}

/** Whoever calls this may itself live in a cgroup: the lab begins at the root of every hierarchy. */
const leaveCgroups = (): void => {
  for (const hierarchy of hierarchies())
    writeFileSync(join('/sys/fs/cgroup', hierarchy, 'cgroup.procs'), String(process.pid));
};

const hostRoot = kernel.mounts(1).find(({ destination }) => destination === '/');
const seesHost = (mounts: kernel.MountLine[]): boolean =>
  mounts.some(
    ({ destination, device, root }) =>
      destination === '/' && device === hostRoot?.device && root === hostRoot.root,
  );

function seen(started: Cast['started']): Expected[] {
  return Object.entries(started).map(([name, { pid, joined, kind, runtime, name: called }]) => {
    const all = kernel.mounts(pid);
    const mounts = seesHost(all) ? all.filter(staysMounted(laboratory)) : all;
    return { name, pid, kind, runtime, called, kernel: witness(pid, joined, mounts) };
  });
}

async function make(): Promise<void> {
  rmSync(laboratory, { recursive: true, force: true });
  const recording = join(laboratory, 'recording', host);
  mkdirSync(recording, { recursive: true });
  mkdirSync(join(laboratory, 'data'));
  process.chdir(laboratory);
  leaveCgroups();
  const cast = await startCast(join(laboratory, 'run'), 'lab');
  try {
    await cast.docker.docker(
      'run',
      '-d',
      '--name',
      'd-volume',
      '--network=none',
      `--volume=${laboratory}/data:/data:ro`,
      'lab',
      'sleep',
      '100000',
    );
    cast.started['d-volume'] = {
      kind: 'container',
      runtime: 'docker',
      name: 'd-volume',
      pid: await cast.docker.pidOf('d-volume'),
    };
    execFileSync(process.execPath, [collector, 'record', recording], { stdio: 'inherit' });
    const containers = seen(cast.started);
    neutralise(
      recording,
      laboratory,
      containers.map(({ pid }) => pid),
      process.pid,
    );
    const lines = containers.map((container) => JSON.stringify(container));
    writeFileSync(join(recording, 'expected.json'), `{"containers":[\n${lines.join(',\n')}\n]}\n`);
    const tar = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    execFileSync('tar', [...tar, '-I', 'gzip -9n', '-cf', archive, '-C', join(recording, '..'), host]);
  } finally {
    await cast.stop();
  }
}

await make();
rmSync(laboratory, { recursive: true, force: true });
