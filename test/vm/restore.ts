import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.ts';
import { blank, diskSize, type Machine } from './machine.ts';
import { Qemu } from './qemu.ts';

/**
 * Restores the machine and runs `run`, a shell script in the directory `job`, in it as root, its directory being the current
 * one; answers a new directory with what it left in `out/`, with its `stdout`, `stderr` and `rc`. For the caller to remove.
 */
export async function runIn({ directory, base }: Machine, job: string, seconds = 300): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'shoji-vm-'));
  const out = mkdtempSync(join(tmpdir(), 'shoji-vm-out-'));
  await command('tar', ['-C', job, '-cf', join(work, 'input'), '.']);
  truncateSync(join(work, 'input'), diskSize);
  blank(join(work, 'output'));
  const boot = { kernel: join(base, 'vmlinuz'), initrd: join(directory, 'initrd') };
  const disks = { system: join(directory, 'disk.qcow2'), throwaway: true, input: 'input', output: 'output' };
  const state = join(directory, 'state').replaceAll("'", `'\\''`);
  const qemu = Qemu.start(work, boot, disks, seconds, '-incoming', `exec:cat '${state}'`);
  try {
    await qemu.control(async (execute) => {
      const restored = async () => (await execute('query-status'))['status'] !== 'inmigrate';
      await qemu.until('the machine is restored', restored, 60);
      await execute('cont');
    });
    await qemu.type('go');
    await qemu.ended();
    await command('tar', ['-C', out, '-xf', join(work, 'output')]);
    return out;
  } catch (cause) {
    rmSync(out, { recursive: true });
    throw new Error(
      `no result from the machine saved in ${directory}: remove that directory to have it built anew`,
      { cause },
    );
  } finally {
    await qemu.kill();
    rmSync(work, { recursive: true });
  }
}
