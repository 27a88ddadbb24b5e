import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplayFiles, createReplayInspect } from '../../apps/collector/src/recording/replay.js';
import type { Files } from '../../apps/collector/src/read/files.js';
import { createHostReader, type HostReader } from '../../apps/collector/src/read/snapshot.js';

const hosts = join(import.meta.dirname, 'hosts');

/** The recorded virtual machines, with all runtimes and one `expected.json` of the same form. */
export const hostNames = ['vm-aa', 'vm-systemd'];

/**
 * The same; a smaller one whose kernel has SELinux without a policy and no AppArmor; the second with nothing but cgroup
 * version 1; and Debian 13 with systemd and its newer runtimes.
 */
export const goldenNames = [...hostNames, 'vm-selinux', 'vm-legacy', 'vm-trixie'];

/** Unpacks a recorded host into a directory of its own; the caller removes it with `remove`. */
export function unpack(name: string): { directory: string; remove: () => void } {
  const parent = mkdtempSync(join(tmpdir(), 'shoji-golden-'));
  execFileSync('tar', ['-xzf', join(hosts, `${name}.tar.gz`), '-C', parent, '--no-same-owner']);
  return { directory: join(parent, name), remove: () => rmSync(parent, { recursive: true }) };
}

/** A reader of the recorded host; `change` replaces what it touches. */
export const readerOf = (directory: string, change: (files: Files) => Files = (files) => files): HostReader =>
  createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
    files: change(createReplayFiles(directory)),
    inspect: createReplayInspect(directory),
  });

/** A JSON file of an unpacked recording. */
export const jsonIn = <T>(directory: string, name: string): T =>
  JSON.parse(readFileSync(join(directory, name), 'utf8')) as T;
