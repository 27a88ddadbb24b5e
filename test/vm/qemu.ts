/** QEMU without KVM: slow, but it runs everywhere. It ends with its time, with this process, and when it is told to. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../harness/process.ts';

/** Files of a machine that runs. */
export interface Disks {
  /** The machine's own disk; with `throwaway`, what it writes is lost. */
  system: string;
  throwaway: boolean;
  /** Raw disks for what goes in and what comes out. */
  input: string;
  output: string;
}

/** A machine that can only be restored by the very same QEMU and devices that saved it. */
export const hardware = [
  '-machine',
  'q35',
  '-accel',
  'tcg,thread=multi',
  '-cpu',
  'max,la57=off',
  '-smp',
  '2',
  '-m',
  '2G',
];

/** AppArmor and pure cgroup v2 as on Debian; the rest saves time. */
const kernelLine =
  'console=ttyS0 quiet panic=-1 lsm=landlock,lockdown,yama,integrity,apparmor,bpf random.trust_cpu=on mitigations=off';

export class Qemu {
  private readonly child: ChildProcess;
  private readonly directory: string;

  private constructor(child: ChildProcess, directory: string) {
    this.child = child;
    this.directory = directory;
  }

  /** Starts in `directory`, which its relative file names and its sockets are in, for at most `seconds`. */
  static start(
    directory: string,
    boot: { kernel: string; initrd: string },
    disks: Disks,
    seconds: number,
    ...more: string[]
  ): Qemu {
    const drives = [disks.system, disks.input, disks.output].flatMap((file, index) => {
      const kind = index > 0 ? 'format=raw' : disks.throwaway ? 'format=qcow2,snapshot=on' : 'format=qcow2';
      return [
        ...['-drive', `file=${file},if=none,id=d${index},cache=unsafe,${kind}`],
        ...['-device', `virtio-blk-pci,drive=d${index}`],
      ];
    });
    const args = [
      ...hardware,
      ...['-display', 'none', '-monitor', 'none', '-no-reboot', '-nodefaults', '-nic', 'none'],
      ...['-chardev', 'socket,id=console,path=console,server=on,wait=off,logfile=console.log'],
      ...['-serial', 'chardev:console', '-qmp', 'unix:qmp,server=on,wait=off'],
      ...['-kernel', boot.kernel, '-initrd', boot.initrd, '-append', kernelLine],
      ...drives,
      ...['-device', 'virtio-rng-pci', ...more],
    ];
    // timeout(1) hands the signal of its parent's death on.
    const limits = [
      '--pdeathsig',
      'TERM',
      'timeout',
      '--kill-after=5',
      String(seconds),
      'qemu-system-x86_64',
    ];
    const child = spawn('setpriv', [...limits, ...args], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new Qemu(child, directory);
  }

  /** What the guest printed on its console so far. */
  console(): string {
    const file = join(this.directory, 'console.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Types a line on the guest's console. */
  async type(line: string): Promise<void> {
    const socket = await this.connect('console');
    socket.end(`${line}\n`);
  }

  /** Waits for the condition while the machine runs. @throws with the end of its console. */
  async until(what: string, condition: () => boolean | Promise<boolean>, seconds: number): Promise<void> {
    try {
      await until(what, condition, { seconds, alive: this.child });
    } catch (cause) {
      throw new Error(`the machine failed; its console ends with:\n${this.console().slice(-3000)}`, {
        cause,
      });
    }
  }

  /** Waits until the guest has powered off. @throws when it does not do so in its time. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    if (this.child.exitCode !== 0)
      throw new Error(
        `the machine did not end by itself; its console ends with:\n${this.console().slice(-3000)}`,
      );
  }

  /** Ends it whatever it does. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await until('QEMU has ended', () => this.child.exitCode !== null || this.child.signalCode !== null);
  }

  /** Commands of the QEMU Machine Protocol, one after another. */
  async control<T>(action: (execute: Execute) => Promise<T>): Promise<T> {
    const socket = await this.connect('qmp');
    const lines = createInterface(socket)[Symbol.asyncIterator]();
    const execute: Execute = async (name, args = {}) => {
      socket.write(`${JSON.stringify({ execute: name, arguments: args })}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`QEMU ended during ${name}`);
        const answer = JSON.parse(value) as { return?: Record<string, unknown>; error?: { desc: string } };
        if (answer.error) throw new Error(`QEMU refuses ${name}: ${answer.error.desc}`);
        if (answer.return) return answer.return;
      }
    };
    try {
      await execute('qmp_capabilities');
      return await action(execute);
    } finally {
      socket.destroy();
    }
  }

  private async connect(name: string): Promise<Socket> {
    let socket: Socket | undefined;
    await this.until(
      `QEMU listens on ${name}`,
      async () => {
        socket = await opened(join(this.directory, name));
        return true;
      },
      20,
    );
    if (!socket) throw new Error(`no socket ${name}`);
    return socket;
  }
}

type Execute = (name: string, args?: object) => Promise<Record<string, unknown>>;

const opened = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once('error', reject);
  });
