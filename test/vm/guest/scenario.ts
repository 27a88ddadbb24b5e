/** Runs in the guest: starts everything of the cast, two at a time, and notes in /lab/pids.json which process each one is. */
import { execFile, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cast, lonelyLimit, parent, type Member, type Starter } from '../cast.ts';

const execute = promisify(execFile);
const cgroups = '/sys/fs/cgroup';
const image = '/lab/image';
const idle = '100000';
/** The second daemon, whose containers have user namespaces. */
const remap = '/run/docker-remap';

const say = (text: string): void =>
  console.log(`[${readFileSync('/proc/uptime', 'utf8').split(' ')[0]}] lab: ${text}`);

async function run(program: string, ...args: string[]): Promise<string> {
  try {
    return (await execute(program, args, { cwd: '/', timeout: 120_000, maxBuffer: 16 << 20 })).stdout.trim();
  } catch (cause) {
    throw new Error(`${program} ${args.join(' ')}: ${(cause as { stderr?: string }).stderr}`, { cause });
  }
}

/** Starts what stays; it writes to a file, as the console belongs to the jobs. */
function start(name: string, program: string, ...args: string[]): void {
  const log = openSync(`/var/log/lab-${name}`, 'w');
  spawn(program, args, { cwd: '/', detached: true, stdio: ['ignore', log, log] }).unref();
}

async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await condition()) return;
    await pause(100);
  }
  throw new Error(`gave up waiting until ${what}`);
}

const inCgroup = (path: string): string[] => [
  'sh',
  '-c',
  `echo $$ > ${cgroups}${path}/cgroup.procs; exec "$@"`,
  'sh',
];

const profiles = `
profile lab-enforce flags=(attach_disconnected,mediate_deleted) {
  network, capability, file, umount, mount, signal, ptrace, unix,
  profile child flags=(attach_disconnected,mediate_deleted) { network, capability, file, signal, ptrace, unix, }
}
profile lab-complain flags=(complain,attach_disconnected,mediate_deleted) { network, capability, file, }
`;

/** Cgroups as an init system would delegate them, and those whose limits the cast is held by. */
function makeCgroups(): void {
  const enable = (path: string, controllers: string): void =>
    writeFileSync(`${cgroups}${path}/cgroup.subtree_control`, controllers);
  enable('', '+cpuset +cpu +io +memory +pids');
  for (const path of [
    '/daemons',
    '/daemons/docker',
    '/daemons/remap',
    '/user',
    '/user/session',
    parent.path,
    lonelyLimit.path,
  ])
    mkdirSync(`${cgroups}${path}`, { recursive: true });
  for (const path of ['/daemons', '/custom']) enable(path, '+cpuset +cpu +io +memory +pids');
  enable('/user', '+cpu +memory +pids');
  for (const path of ['/user', '/user/session'])
    for (const file of ['', '/cgroup.procs', '/cgroup.subtree_control', '/cgroup.threads'])
      chownSync(`${cgroups}${path}${file}`, 1000, 1000);
  writeFileSync(`${cgroups}${parent.path}/memory.max`, String(parent.memory));
  writeFileSync(`${cgroups}${parent.path}/pids.max`, String(parent.pids));
  writeFileSync(`${cgroups}${lonelyLimit.path}/memory.max`, String(lonelyLimit.memory));
}

async function makeImage(): Promise<void> {
  for (const name of ['bin', 'etc', 'usr', 'tmp', 'root', 'proc', 'sys', 'dev', 'run', 'var'])
    mkdirSync(`${image}/${name}`, { recursive: true });
  await run('cp', '/bin/busybox', `${image}/bin/busybox`);
  await run('chroot', image, '/bin/busybox', '--install', '-s', '/bin');
  writeFileSync(`${image}/etc/passwd`, 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n');
  writeFileSync(`${image}/etc/group`, 'root:x:0:\napp:x:1000:\n');
  writeFileSync(`${image}/etc/os-release`, 'ID=lab\nVERSION_ID=1\n');
  await run('tar', '-C', image, '-cf', '/lab/image.tar', '.');
}

async function startDaemon(name: string, socket: string, ...flags: string[]): Promise<void> {
  const [program = '', ...args] = [
    ...inCgroup(`/daemons/${name}`),
    'dockerd',
    '-H',
    `unix://${socket}`,
    ...flags,
  ];
  start(name, program, ...args);
  await until(`${name} answers`, () =>
    run('docker', '-H', `unix://${socket}`, 'version').then(
      () => true,
      () => false,
    ),
  );
  await run('docker', '-H', `unix://${socket}`, 'import', '/lab/image.tar', 'lab');
}

async function startDocker(): Promise<void> {
  mkdirSync('/etc/docker', { recursive: true });
  writeFileSync('/etc/docker/daemon.json', JSON.stringify({ runtimes: { crun: { path: '/usr/bin/crun' } } }));
  await startDaemon('docker', '/run/docker.sock');
  say('docker is up');
}

/** With a bridge of its own: a daemon without any removes the other one's. */
async function startRemap(): Promise<void> {
  await run('ip', 'link', 'add', 'lab0', 'type', 'bridge');
  await run('ip', 'address', 'add', '192.168.99.1/24', 'dev', 'lab0');
  await startDaemon(
    'remap',
    `${remap}.sock`,
    ...['--data-root', '/var/lib/docker-remap', '--exec-root', remap, '--pidfile', `${remap}.pid`],
    ...['--userns-remap', 'dockremap', '--bridge=lab0', '--iptables=false'],
    ...['--containerd', '/run/docker/containerd/containerd.sock', '--containerd-namespace', 'remap'],
    ...['--containerd-plugins-namespace', 'remap-plugins'],
  );
  say('docker with user namespaces is up');
}

const podman = ['podman', '--events-backend=file', '--cgroup-manager=cgroupfs'];
const rootless = [
  ...inCgroup('/user/session'),
  ...['setpriv', '--reuid=1000', '--regid=1000', '--init-groups', 'env', 'HOME=/home/tester'],
  ...['XDG_RUNTIME_DIR=/run/user/1000', 'USER=tester', ...podman],
];

/** How each engine is called that takes docker's words. */
const engines: Partial<Record<Starter, string[]>> = {
  docker: ['docker'],
  'docker-remap': ['docker', '-H', `unix://${remap}.sock`],
  podman,
  'podman-rootless': rootless,
};

/** Starts one member; answers the process id of its init, where its starter is not asked for all at once at the end. */
async function startMember(member: Member): Promise<number | undefined> {
  const { name, by, flags, script, exec } = member;
  const engine = engines[by];
  if (engine) {
    const [program = '', ...args] = engine;
    const what = script === undefined ? ['sleep', idle] : ['sh', '-c', script];
    await run(program, ...args, 'run', '--detach', `--name=${name}`, ...flags, 'lab', ...what);
    if (exec) await run(program, ...args, 'exec', '--detach', ...exec, name, 'sleep', '100001');
    return undefined;
  }
  if (by === 'lxc') return startLxc(name, flags);
  if (by === 'runc' || by === 'crun') return startBundle(by, name);
  if (by === 'ctr') return startCtr(name, flags);
  return startProcess(name, flags);
}

async function unpack(directory: string): Promise<string> {
  mkdirSync(directory, { recursive: true });
  await run('tar', '-C', directory, '-xf', '/lab/image.tar');
  return directory;
}

async function startLxc(name: string, flags: string[]): Promise<number> {
  const root = await unpack(`/var/lib/lxc/${name}/rootfs`);
  if (flags.some((line) => line.startsWith('lxc.idmap'))) await run('chown', '-hR', '500000:500000', root);
  for (const directory of ['/var/lib/lxc', `/var/lib/lxc/${name}`]) await run('chmod', '755', directory);
  const lines = [
    'lxc.include = /usr/share/lxc/config/common.conf',
    ...[`lxc.rootfs.path = dir:${root}`, `lxc.uts.name = ${name}`, 'lxc.net.0.type = empty'],
    ...[`lxc.init.cmd = /bin/sleep ${idle}`, 'lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed'],
    ...['lxc.tty.max = 0', 'lxc.pty.max = 10', ...flags],
  ];
  writeFileSync(`/var/lib/lxc/${name}/config`, `${lines.join('\n')}\n`);
  await run('lxc-start', '-n', name, '-d', '-o', `/var/log/lab-${name}`, '-l', 'WARN');
  return Number(await run('lxc-info', '-n', name, '-pH'));
}

async function startBundle(runtime: string, name: string): Promise<number> {
  const bundle = `/srv/${name}`;
  await unpack(`${bundle}/rootfs`);
  await run('sh', '-c', `cd ${bundle} && ${runtime} spec`);
  const config = JSON.parse(readFileSync(`${bundle}/config.json`, 'utf8')) as { process: object };
  config.process = { ...config.process, terminal: false, args: ['sleep', idle] };
  writeFileSync(`${bundle}/config.json`, JSON.stringify(config));
  // Its output stays with the container: a pipe would never end.
  await run('sh', '-c', `${runtime} run --detach --bundle ${bundle} ${name} > /var/log/lab-${name} 2>&1`);
  const { pid } = JSON.parse(await run(runtime, 'state', name)) as { pid: number };
  return pid;
}

async function startCtr(name: string, flags: string[]): Promise<number> {
  const root = await unpack(`/srv/${name}`);
  const ctr = ['-a', '/run/docker/containerd/containerd.sock', '-n', 'k8s.io'];
  await run('ctr', ...ctr, 'run', '--detach', ...flags, '--rootfs', root, name, '/bin/sleep', idle);
  const line = (await run('ctr', ...ctr, 'task', 'list'))
    .split('\n')
    .find((line) => line.startsWith(`${name} `));
  return Number(line?.split(/\s+/)[1]);
}

let sleeps = 200_000;

/** The process is told from all others by how long it sleeps. */
async function startProcess(name: string, flags: string[]): Promise<number> {
  const seconds = String(++sleeps);
  const [program = '', ...args] = flags.map((flag) => flag.replace('@ROOT@', `/srv/${name}`));
  if (flags.some((flag) => flag.includes('@ROOT@'))) await unpack(`/srv/${name}`);
  start(name, program, ...args, '/bin/sleep', seconds);
  let pid: number | undefined;
  await until(`${name} sleeps`, () => (pid = sleeperOf(seconds)) !== undefined);
  return pid ?? 0;
}

const sleeperOf = (seconds: string): number | undefined =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      const file = `/proc/${pid}/cmdline`;
      return existsSync(file) && readFileSync(file, 'utf8') === `/bin/sleep\0${seconds}\0`;
    });

const pids: Record<string, number> = {};
let started = 0;

/** Asking once for all saves seconds: these programs are slow to start here. */
async function askEngines(): Promise<void> {
  for (const [by, [program = '', ...args]] of Object.entries(engines)) {
    const names = cast.filter((member) => member.by === by).map(({ name }) => name);
    const lines = await run(program, ...args, 'inspect', '--format={{.Name}} {{.State.Pid}}', ...names);
    for (const [, name = '', pid] of lines.matchAll(/^\/?(\S+) (\d+)$/gm)) pids[name] = Number(pid);
  }
}

async function startAll(members: Member[]): Promise<void> {
  const waiting = [...members];
  const work = async (): Promise<void> => {
    for (let member = waiting.shift(); member; member = waiting.shift()) {
      const pid = await startMember(member);
      if (pid !== undefined) pids[member.name] = pid;
      say(`${++started} of ${cast.length}: ${member.name}`);
    }
  };
  await Promise.all([work(), work()]);
}

async function prepare(): Promise<void> {
  writeFileSync('/lab/profiles', profiles);
  makeCgroups();
  await Promise.all([run('apparmor_parser', '-r', '-K', '/lab/profiles'), makeImage()]);
  await startDocker();
}

async function importIntoPodman(): Promise<void> {
  for (const [program = '', ...args] of [podman, rootless])
    await run(program, ...args, 'import', '/lab/image.tar', 'lab');
  say('podman has its image');
}

try {
  await prepare();
  await Promise.all([startRemap(), importIntoPodman()]);
  await startAll(cast.filter(({ joins }) => joins === undefined));
  await startAll(cast.filter(({ joins }) => joins !== undefined));
  await askEngines();
  await until('every init runs what it should', () =>
    Object.values(pids).every((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sleep')),
  );
  writeFileSync('/lab/pids.json', JSON.stringify(pids));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
