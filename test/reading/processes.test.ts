/** What the process table keeps of a process that did not run, and that it misses nothing by it: on this kernel. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namespaceTypes } from '@shoji/posture';
import { createHostFiles } from '../../apps/collector/src/read/hostFiles.js';
import { ProcessTable, type Process } from '../../apps/collector/src/read/processes.js';
import { stopProcess, until } from '../harness/process.js';

const parent = ['/sys/fs/cgroup/pids', '/sys/fs/cgroup'].find(existsSync) ?? '';
const cgroup = `${parent}/shoji-reading-${process.pid}`;
let children: ChildProcess[] = [];
let table: ProcessTable;

beforeEach(() => {
  table = new ProcessTable(createHostFiles('/proc'), '/proc', new Set(namespaceTypes));
});
afterEach(async () => {
  for (const child of children) await stopProcess(child);
  children = [];
  if (existsSync(cgroup)) rmdirSync(cgroup);
});

const shell = (script: string): ChildProcess => {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
};

const read = (pid: number): Process | undefined => table.read().find((process) => process.pid === pid);

/** Reads until the process sleeps for good. */
async function settled(pid: number): Promise<Process> {
  let last = read(pid);
  await until('the process sleeps', () => {
    const now = read(pid);
    const same = now !== undefined && now === last;
    last = now;
    return same;
  });
  return last!;
}

const link = (pid: number, type: string) => Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/${type}`))?.[0]);

it('gives the very same object while a process sleeps', async () => {
  const { pid = 0 } = shell('exec sleep 1000');
  const first = await settled(pid);
  expect(read(pid)).toBe(first);
  expect(first.comm).toBe('sleep');
});

it('sees a sleeping process move to another cgroup', async () => {
  const { pid = 0 } = shell('exec sleep 1000');
  const before = await settled(pid);
  mkdirSync(cgroup);
  writeFileSync(`${cgroup}/cgroup.procs`, String(pid));
  const after = read(pid);
  expect(after?.cgroups.paths.get(parent.endsWith('pids') ? 'pids' : '')).toBe(cgroup.slice(parent.length));
  expect(after?.namespaces).toBe(before.namespaces);
});

it('sees a process that slept leave its namespaces and take another name', async () => {
  const child = shell('read line; exec unshare --uts --ipc sleep 1000');
  const pid = child.pid ?? 0;
  const before = await settled(pid);
  child.stdin?.write('go\n');
  await until('unshare is done', () => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n');
  const after = read(pid);
  expect(after).toMatchObject({
    comm: 'sleep',
    namespaces: { uts: link(pid, 'uts'), ipc: link(pid, 'ipc'), mount: before.namespaces.mount },
  });
  expect(after?.namespaces.uts).not.toBe(before.namespaces.uts);
});

it('sees who adopts a sleeping process', async () => {
  const child = shell('sleep 1000 & echo $!; read line');
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const pid = Number(line.toString());
  try {
    const before = await settled(pid);
    expect(before.ppid).toBe(child.pid);
    await stopProcess(child);
    const after = read(pid);
    expect(after?.ppid).toBe(Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
    expect(after?.ppid).not.toBe(child.pid);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});

it('lets go of the files of processes that are gone', async () => {
  const open = () => {
    const links = Array.from({ length: 5000 }, (_, fd) => fd).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    });
    return (pid: number) => links.filter((target) => target.startsWith(`/proc/${pid}/`)).length;
  };
  const child = shell('exec sleep 1000');
  const pid = child.pid ?? 0;
  await settled(pid);
  expect(open()(pid)).toBe(2);
  await stopProcess(child);
  expect(read(pid)).toBeUndefined();
  expect(open()(pid)).toBe(0);
});

describe('a process whose first thread has ended', () => {
  let directory: string;
  let program: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'shoji-reading-'));
    program = join(directory, 'outlived');
    writeFileSync(
      `${program}.c`,
      `#include <pthread.h>
#include <unistd.h>
#include <sys/syscall.h>
static void *wait(void *x) { for (;;) pause(); return x; }
int main(void) { pthread_t t; if (pthread_create(&t, 0, wait, 0)) return 1; syscall(SYS_exit, 0); return 0; }
`,
    );
    execFileSync('musl-gcc', ['-static', '-pthread', '-o', program, `${program}.c`]);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is read through one that lives on: nothing hides by ending its first thread', async () => {
    const { pid = 0 } = shell(`exec ${program}`);
    await until('the first thread has ended', () =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '),
    );
    const found = read(pid);
    expect(found?.directory).toMatch(new RegExp(`^/proc/${pid}/task/(?!${pid}$)\\d+$`));
    expect(found?.namespaces.mount).toBe(Number(/\d+/.exec(readlinkSync('/proc/self/ns/mnt'))?.[0]));
    expect(table.isAlive(found!)).toBe(true);
    // Kept from reading to reading, and gone with its last thread.
    expect(read(pid)).toBeDefined();
    process.kill(pid, 'SIGKILL');
    await until('it is gone', () => read(pid) === undefined);
    expect(table.isAlive(found!)).toBe(false);
  });
});
