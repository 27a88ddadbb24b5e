/** A machine with all containers of the cast running: booted once, saved, and restored in seconds as often as one likes. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { base } from './base.ts';
import { cached } from './cache.ts';
import { command, say } from './command.ts';
import { Qemu } from './qemu.ts';

const guest = join(import.meta.dirname, 'guest');
/** Raw disks carry a tar archive each; nothing but its bytes takes space. */
export const diskSize = 64 << 20;

/** Saved machine: `disk.qcow2` (above the base's image), `state`, and what is needed to start QEMU the same way. */
export interface Machine {
  directory: string;
  base: string;
}

/** The saved machine, built where it is not there yet. */
export async function machine(): Promise<Machine> {
  const under = await base();
  const own = ['machine.ts', 'qemu.ts', 'cast.ts'].map((name) => join(import.meta.dirname, name));
  const files = readdirSync(guest).map((name) => join(guest, name));
  const directory = await cached({
    name: 'machine',
    inputs: [
      under,
      await command('qemu-system-x86_64', ['--version']),
      ...[...own, ...files.sort()].flatMap((file) => [relative(guest, file), readFileSync(file, 'utf8')]),
    ],
    build: (directory) => build(directory, under),
  });
  return { directory, base: under };
}

async function build(directory: string, under: string): Promise<void> {
  await makeInitrd(directory, under);
  const image = relative(directory, join(under, 'root.img'));
  await command(
    'qemu-img',
    ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', image, 'disk.qcow2'],
    directory,
  );
  for (const disk of ['input', 'output']) blank(join(directory, disk));
  say('booting it and starting all containers');
  const tell = teller();
  const boot = { kernel: join(under, 'vmlinuz'), initrd: 'initrd' };
  const disks = { system: 'disk.qcow2', throwaway: false, input: 'input', output: 'output' };
  const qemu = Qemu.start(directory, boot, disks, 500);
  try {
    await qemu.until('all containers run', () => tell(qemu.console()).includes('READY'), 480);
    say('saving it');
    await save(qemu);
  } finally {
    await qemu.kill();
  }
  for (const name of ['input', 'output', 'console', 'qmp']) rmSync(join(directory, name), { force: true });
}

/** Says each line of the guest's console that is meant for people, once; answers them all. */
function teller(): (console: string) => string[] {
  let told = 0;
  return (console) => {
    const lines = [...console.matchAll(/^\[\s*([\d.]+)\] lab: (.*?)\r?\n/gm)];
    for (const [, uptime, text] of lines.slice(told)) say(`  ${uptime} ${text}`);
    told = lines.length;
    return lines.map(([, , text = '']) => text);
  };
}

/** An initial RAM disk that mounts the root and puts the lab's own files into it. */
async function makeInitrd(directory: string, under: string): Promise<void> {
  const tree = join(directory, 'tree');
  for (const name of ['bin', 'dev', 'proc', 'sys', 'run', 'mnt', 'lab/guest'])
    mkdirSync(join(tree, name), { recursive: true });
  copyFileSync(join(under, 'busybox'), join(tree, 'bin/busybox'));
  cpSync(join(under, 'modules'), join(tree, 'modules'), { recursive: true });
  copyFileSync(join(guest, 'initramfs-init'), join(tree, 'init'));
  cpSync(guest, join(tree, 'lab/guest'), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'cast.ts'), join(tree, 'lab/cast.ts'));
  writeFileSync(join(tree, 'lab/package.json'), '{ "type": "module" }\n');
  for (const name of ['bin/busybox', 'init', 'lab/guest/init']) chmodSync(join(tree, name), 0o755);
  await command('sh', ['-c', 'cd tree && find . | cpio -o -H newc --quiet | gzip -1 > ../initrd'], directory);
  rmSync(tree, { recursive: true });
}

const save = (qemu: Qemu): Promise<void> =>
  qemu.control(async (execute) => {
    await execute('stop');
    await execute('migrate-set-parameters', { 'max-bandwidth': 2 ** 33 });
    await execute('migrate', { uri: 'exec:cat > state' });
    await qemu.until(
      'its state is saved',
      async () => {
        const { status } = await execute('query-migrate');
        if (status === 'failed') throw new Error('QEMU could not save the state');
        return status === 'completed';
      },
      60,
    );
    await execute('quit');
  });

/** A disk of zeros. */
export function blank(file: string): void {
  writeFileSync(file, '');
  truncateSync(file, diskSize);
}
