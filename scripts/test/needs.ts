import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that tests run, and the Debian package that brings it. */
export interface Need {
  program: string;
  package: string;
}

const docker: Need[] = [
  { program: 'dockerd', package: 'docker.io' },
  { program: 'docker', package: 'docker.io' },
  { program: 'runc', package: 'runc' },
  { program: 'busybox', package: 'busybox-static' },
  { program: 'ip', package: 'iproute2' },
];

/** What each folder of `test/` needs from the machine. */
const needs: Record<string, Need[]> = {
  deploy: [{ program: 'systemd-analyze', package: 'systemd' }],
  jobs: [{ program: 'redis-server', package: 'redis-server' }],
  lab: [...docker, { program: 'lsns', package: 'util-linux' }, { program: 'bwrap', package: 'bubblewrap' }],
  drift: [...docker, { program: 'nsenter', package: 'util-linux' }, { program: 'pgrep', package: 'procps' }],
  reading: [{ program: 'musl-gcc', package: 'musl-tools' }],
  runtimes: [
    ...docker,
    { program: 'podman', package: 'podman' },
    { program: 'conmon', package: 'conmon' },
    { program: 'lxc-start', package: 'lxc' },
    { program: 'systemd-nspawn', package: 'systemd-container' },
    { program: 'bwrap', package: 'bubblewrap' },
    { program: 'setpriv', package: 'util-linux' },
    { program: 'gcc', package: 'gcc' },
    { program: 'musl-gcc', package: 'musl-tools' },
  ],
  browser: [...docker, { program: 'chromium', package: 'chromium' }],
  faults: docker,
  vm: [
    { program: 'qemu-system-x86_64', package: 'qemu-system-x86' },
    { program: 'qemu-img', package: 'qemu-utils' },
    { program: 'debootstrap', package: 'debootstrap' },
    { program: 'cpio', package: 'cpio' },
    { program: 'mke2fs', package: 'e2fsprogs' },
  ],
};

/** Folders whose tests start real containers. */
const rootOnly = ['reading', 'runtimes', 'lab', 'drift', 'browser', 'faults', 'vm'];

/** What may be done on this machine. */
export interface Machine {
  root: boolean;
  debian: boolean;
  /** As Node names it. */
  architecture: string;
  /** Where daemons' programs and `policy-rc.d` are, besides the PATH. */
  sbin: string[];
}

/** The machine that this runs on. */
export const thisMachine = (): Machine => ({
  root: process.getuid?.() === 0,
  architecture: process.arch,
  debian:
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8')),
  sbin: ['/usr/sbin', '/usr/local/sbin', '/sbin'],
});

/** What the parts need and this machine does not have. */
export function missingFor(parts: string[], { sbin }: Machine): Need[] {
  const directories = [...(process.env['PATH'] ?? '').split(':'), ...sbin];
  const wanted = parts.flatMap((part) => needs[part] ?? []);
  return wanted.filter(({ program }, index) => {
    const first = wanted.findIndex((need) => need.program === program) === index;
    return first && !directories.some((directory) => isExecutable(join(directory, program)));
  });
}

/** Why the parts cannot run here although every package is there; `undefined` when they can. */
export function privilegeMissing(parts: string[], { root, architecture }: Machine): string | undefined {
  if (parts.includes('vm') && architecture !== 'x64')
    return `vm boots an x86-64 guest with this machine's own Node, which is for ${architecture}. Name the other parts.`;
  const refused = parts.filter((part) => rootOnly.includes(part));
  if (root || refused.length === 0) return undefined;
  return `${refused.join(', ')} start real containers and need root. As an ordinary user run: npm test -- unit`;
}

/**
 * Installs packages where that is possible (root on Debian), with no service started by it. Returns the sentence that
 * says what a person has to install where it is not.
 */
export function install(missing: Need[], machine: Machine): string | undefined {
  const packages = [...new Set(missing.map((need) => need.package))];
  if (packages.length === 0) return undefined;
  const sentence = `The tests need these packages: ${packages.join(' ')}. Install them and run npm test again.`;
  if (!machine.root || !machine.debian) return sentence;
  console.log(`installing ${packages.join(' ')}`);
  const withoutServices = forbidServices(machine);
  try {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
      const { status } = spawnSync('apt-get', ['-qq', ...args], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      if (status !== 0) return `${sentence} (apt-get ${args[0]} failed)`;
    }
  } finally {
    withoutServices();
  }
  return undefined;
}

/** Keeps packages from starting their daemons (invoke-rc.d(8)); the answer lifts it again. */
function forbidServices({ sbin: [directory = '/usr/sbin'] }: Machine): () => void {
  const policy = join(directory, 'policy-rc.d');
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
