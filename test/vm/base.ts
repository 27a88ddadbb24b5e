/** What every machine of the lab begins with: Debian with all container runtimes in a disk image, and its kernel. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cached } from './cache.ts';
import { command, say } from './command.ts';

const release = 'bookworm';

/** Installed into the guest; what they recommend stays out. */
const packages =
  `apparmor docker.io containerd runc crun podman conmon netavark lxc systemd-container bubblewrap iproute2 iptables
  uidmap kmod procps util-linux busybox-static libstdc++6`.split(/\s+/);

/** Of 390 MB of kernel modules, what containers and the virtual hardware use. */
const modules =
  `net fs/ext4 fs/jbd2 fs/overlayfs fs/fuse fs/mbcache.ko lib crypto arch/x86/crypto drivers/virtio drivers/net/veth.ko
  drivers/net/tun.ko drivers/block/loop.ko drivers/block/virtio_blk.ko drivers/char/hw_random`.split(/\s+/);

/** Needed to mount the root; ext4 asks for crc32c by a name that no dependency tells. */
const bootModules = ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4'];

const node = realpathSync(join(import.meta.dirname, '../../node_modules/.bin/node'));

/**
 * Directory with `root.img` (ext4), `vmlinuz`, `busybox` (static) and `modules/` whose `order` names what to load before the
 * root can be mounted. The guest's `/usr/local/bin/node` is the project's own Node.
 */
export const base = (): Promise<string> =>
  cached({
    name: 'base',
    inputs: [readFileSync(import.meta.filename, 'utf8'), process.version, String(statSync(node).size)],
    build: async (directory) => {
      const root = join(directory, 'root');
      await installDebian(root);
      await addKernel(root, directory);
      addAccounts(root);
      copyFileSync(node, join(root, 'usr/local/bin/node'));
      copyFileSync(join(root, 'bin/busybox'), join(directory, 'busybox'));
      say('making its disk');
      // Straight from the directory: no loop device, no mount.
      await command('mke2fs', [
        ...['-q', '-t', 'ext4', '-O', '^has_journal', '-E', 'lazy_itable_init=1,root_owner=0:0'],
        ...['-d', root, join(directory, 'root.img'), '2G'],
      ]);
      rmSync(root, { recursive: true });
    },
  });

/** In a mount namespace of its own, so that nothing stays mounted in a tree whose maker was killed. */
const inTree = (program: string, ...args: string[]): Promise<string> =>
  command('unshare', ['--mount', '--kill-child', '--fork', program, ...args]);

async function installDebian(root: string): Promise<void> {
  say('installing Debian for the machine: 1 of 5 steps, about a minute');
  await inTree('debootstrap', '--variant=minbase', release, root, await mirror());
  say('installing the container runtimes in it');
  writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const apt = ['apt-get', '-qq', '-o', 'Dpkg::Options::=--force-unsafe-io'];
  await inTree('chroot', root, ...apt, 'install', '--yes', '--no-install-recommends', ...packages);
}

/** Where this machine itself gets its packages from. */
async function mirror(): Promise<string> {
  const uris = await command('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const found = uris.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (found === undefined)
    throw new Error('apt-get knows no archive of Debian: run apt-get update and try again');
  return found;
}

/** Unpacks Debian's kernel without installing it, and keeps the modules that are of use. */
async function addKernel(root: string, directory: string): Promise<void> {
  say('unpacking its kernel');
  const meta = await inTree('chroot', root, 'apt-cache', 'show', 'linux-image-amd64');
  const image = /^Depends: .*?(linux-image-[\w.-]+)/m.exec(meta)?.[1] ?? '';
  const version = image.replace('linux-image-', '');
  await inTree(
    'chroot',
    root,
    'sh',
    '-c',
    `cd /tmp && apt-get -qq download ${image} && dpkg-deb -x ${image}_*.deb kernel`,
  );
  const unpacked = join(root, 'tmp/kernel');
  const from = join(unpacked, 'lib/modules', version);
  const to = join(root, 'lib/modules', version);
  for (const name of modules.filter((name) => existsSync(join(from, 'kernel', name)))) {
    mkdirSync(dirname(join(to, 'kernel', name)), { recursive: true });
    cpSync(join(from, 'kernel', name), join(to, 'kernel', name), { recursive: true });
  }
  for (const file of readdirSync(from).filter((name) => name.startsWith('modules.')))
    copyFileSync(join(from, file), join(to, file));
  copyFileSync(join(unpacked, 'boot', `vmlinuz-${version}`), join(directory, 'vmlinuz'));
  await inTree(
    'chroot',
    root,
    'sh',
    '-c',
    `rm -rf /tmp/* /var/cache/apt/* /var/lib/apt/lists/*; depmod ${version}`,
  );

  mkdirSync(join(directory, 'modules'));
  const order = new Set<string>();
  for (const name of bootModules) {
    const lines = await inTree('chroot', root, 'modprobe', '--set-version', version, '--show-depends', name);
    for (const [, file = ''] of lines.matchAll(/^insmod (\S+)/gm)) order.add(file);
  }
  for (const file of order) copyFileSync(join(root, file), join(directory, 'modules', basename(file)));
  writeFileSync(join(directory, 'modules/order'), [...order].map((file) => `${basename(file)}\n`).join(''));
}

/** One person, and the ids that user namespaces map to. */
function addAccounts(root: string): void {
  const append = (file: string, lines: string) =>
    writeFileSync(join(root, 'etc', file), lines, { flag: 'a' });
  append('passwd', 'tester:x:1000:1000::/home/tester:/bin/sh\ndockremap:x:999:999::/:/bin/false\n');
  append('group', 'tester:x:1000:\ndockremap:x:999:\n');
  for (const file of ['subuid', 'subgid'])
    writeFileSync(
      join(root, 'etc', file),
      'tester:100000:65536\ndockremap:300000:65536\nroot:500000:65536\n',
    );
  writeFileSync(join(root, 'etc/hostname'), 'lab\n');
}
