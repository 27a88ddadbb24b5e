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
  jobs: [{ program: 'redis-server', package: 'redis-server' }],
  lab: [...docker, { program: 'lsns', package: 'util-linux' }, { program: 'bwrap', package: 'bubblewrap' }],
  browser: [...docker, { program: 'chromium', package: 'chromium' }],
  faults: docker,
};

/** Folders whose tests start real containers. */
const rootOnly = ['lab', 'browser', 'faults'];

const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** What the parts need and this machine does not have. */
export function missingFor(parts: string[]): Need[] {
  const wanted = parts.flatMap((part) => needs[part] ?? []);
  return wanted.filter(({ program }, index) => {
    const first = wanted.findIndex((need) => need.program === program) === index;
    return first && !directories.some((directory) => isExecutable(join(directory, program)));
  });
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Why the parts cannot run here although every package is there; `undefined` when they can. */
export function privilegeMissing(parts: string[]): string | undefined {
  const refused = parts.filter((part) => rootOnly.includes(part));
  if (isRoot() || refused.length === 0) return undefined;
  return `${refused.join(', ')} start real containers and need root. As an ordinary user run: npm test -- unit`;
}

/**
 * Installs packages where that is possible (root on Debian), with no service started by it. Returns the sentence that
 * says what a person has to install where it is not.
 */
export function install(missing: Need[]): string | undefined {
  const packages = [...new Set(missing.map((need) => need.package))];
  if (packages.length === 0) return undefined;
  const sentence = `The tests need these packages: ${packages.join(' ')}. Install them and run npm test again.`;
  if (!isRoot() || !isDebian()) return sentence;
  console.log(`installing ${packages.join(' ')}`);
  const withoutServices = forbidServices();
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

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Keeps packages from starting their daemons (invoke-rc.d(8)); the answer lifts it again. */
function forbidServices(): () => void {
  const policy = '/usr/sbin/policy-rc.d';
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
