import type { FakeHost } from './fakeFiles.js';

export const id = '0123456789abcdef'.repeat(4);
const shim = `/usr/bin/containerd-shim-runc-v2\0-namespace\0moby\0-id\0${id}\0-address\0/run/containerd/containerd.sock\0`;

const stat = (pid: number, comm: string, ppid: number, startTime: number, flags = 4194560) =>
  `${pid} (${comm}) S ${ppid} ${pid} ${pid} 0 -1 ${flags} 93 0 3 0 0 0 0 0 20 0 1 0 ${startTime} 1372160 1 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;

const status = (pid: number, capabilities: string) =>
  `Name:\tsleep\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t1\nTracerPid:\t0\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0 \nNStgid:\t${pid}\t1\nNSpid:\t${pid}\t1\nThreads:\t1\nCapInh:\t0000000000000000\nCapPrm:\t${capabilities}\nCapEff:\t${capabilities}\nCapBnd:\t${capabilities}\nCapAmb:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t2\nSeccomp_filters:\t1\n`;

const limits = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             unlimited            unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        0                    unlimited            bytes     
Max resident set          unlimited            unlimited            bytes     
Max processes             96365                96365                processes 
Max open files            100                  200                  files     
Max locked memory         8388608              8388608              bytes     
Max address space         unlimited            unlimited            bytes     
Max file locks            unlimited            unlimited            locks     
Max pending signals       96365                96365                signals   
Max msgqueue size         819200               819200               bytes     
Max nice priority         0                    0                    
Max realtime priority     0                    0                    
Max realtime timeout      unlimited            unlimited            us        
`;

const hostMounts = `22 27 0:21 / /proc rw,relatime - proc proc rw
23 27 0:22 / /sys rw,relatime - sysfs sysfs rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 23 0:24 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
31 27 0:25 / /run rw,nosuid shared:5 - tmpfs tmpfs rw
`;

const containerMounts = `107 63 0:45 / / rw,relatime master:16 - overlay overlay rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w
108 107 0:50 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
109 107 0:51 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755
111 107 0:22 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro
112 111 0:24 /docker/${id} /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw
115 107 254:0 /var/lib/docker/containers/${id}/hosts /etc/hosts ro,noatime - ext4 /dev/vda rw
116 107 0:25 /docker.sock /var/run/docker.sock rw - tmpfs tmpfs rw
64 108 0:50 /sys /proc/sys ro,nosuid,nodev,noexec,relatime - proc proc rw
70 108 0:51 /null /proc/kcore rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755
`;

const namespaces = (pid: number, own: Record<string, number> = {}) =>
  Object.fromEntries(
    Object.entries({
      cgroup: 4026531835,
      ipc: 4026531839,
      mnt: 4026531841,
      net: 4026531840,
      pid: 4026531836,
      time: 4026531834,
      user: 4026531837,
      uts: 4026531838,
      ...own,
    }).map(([type, inode]) => [`/proc/${pid}/ns/${type}`, `${type}:[${inode}]`]),
  );

const own = { ipc: 4026532001, mnt: 4026532002, net: 4026532003, pid: 4026532004, uts: 4026532005 };

/** A cgroup v2 host of Linux 6.1 with one docker container, texts as the kernel prints them. */
export function dockerHost(): FakeHost {
  const process = (pid: number, text: string, cgroup: string, capabilities = '000001ffffffffff') => ({
    [`/proc/${pid}/stat`]: text,
    [`/proc/${pid}/cgroup`]: `0::${cgroup}\n`,
    [`/proc/${pid}/status`]: status(pid, capabilities),
    [`/proc/${pid}/limits`]: limits,
    [`/proc/${pid}/uid_map`]: '         0          0 4294967295\n',
    [`/proc/${pid}/gid_map`]: '         0          0 4294967295\n',
    [`/proc/${pid}/mountinfo`]: hostMounts,
    [`/proc/${pid}/cmdline`]: 'x\0',
  });
  return {
    texts: {
      '/proc/sys/kernel/random/boot_id': '2850c41e-a31c-4338-8be3-674d9394a8dd\n',
      '/proc/sys/kernel/hostname': 'box\n',
      '/proc/stat': 'cpu  1 2\nbtime 1700000000\nprocesses 1\n',
      '/proc/filesystems': 'nodev\tproc\n',
      '/proc/kcore': '',
      '/usr/lib/x': '',
      '/proc/keys': '',
      '/proc/sys/x': '',
      '/sys/module/x': '',
      ...process(1, stat(1, 'init', 0, 1), '/'),
      ...process(2, stat(2, 'kthreadd', 0, 1, 2129984), '/'),
      ...process(50, stat(50, 'containerd-shim', 1, 500), '/system.slice/docker.service'),
      '/proc/50/cmdline': shim,
      ...process(60, stat(60, 'sleep', 50, 600), `/docker/${id}`, '00000000a80425fb'),
      '/proc/60/mountinfo': containerMounts,
      '/sys/fs/cgroup/cpuset.cpus.effective': '0-1\n',
      '/sys/fs/cgroup/docker/memory.max': '104857600\n',
      [`/sys/fs/cgroup/docker/${id}/memory.max`]: '209715200\n',
      [`/sys/fs/cgroup/docker/${id}/memory.swap.max`]: 'max\n',
      [`/sys/fs/cgroup/docker/${id}/pids.max`]: '50\n',
      [`/sys/fs/cgroup/docker/${id}/cpu.max`]: '50000 100000\n',
      [`/bundles/${id}/config.json`]: JSON.stringify({
        ociVersion: '1.0.2',
        root: { path: '/var/lib/docker/overlay2/x/merged' },
        linux: { namespaces: [{ type: 'pid' }] },
      }),
      [`/var/lib/docker/containers/${id}/config.v2.json`]: JSON.stringify({
        ID: id,
        Name: '/web',
        Config: { Image: 'nginx:1', Labels: { a: '\u001b[31m' } },
        NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], 'x/tcp': [{}] } },
      }),
    },
    links: {
      ...namespaces(1),
      ...namespaces(2),
      ...namespaces(50),
      ...namespaces(60, own),
      '/proc/50/cwd': `/bundles/${id}`,
    },
    devices: {
      '/proc/60/root': { nodes: [{ path: '/dev/null', type: 'c', major: 1, minor: 3 }], nested: false },
    },
  };
}

/** Puts the container's init under another name and parent, as while its runtime still prepares it. */
export function renameInit(host: FakeHost, comm: string, parent: { pid: number; comm: string }): void {
  host.texts[`/proc/${parent.pid}/stat`] = stat(parent.pid, parent.comm, 1, 590);
  host.texts[`/proc/${parent.pid}/cgroup`] = '0::/system.slice/docker.service\n';
  Object.assign(host.links ?? {}, namespaces(parent.pid));
  host.texts['/proc/60/stat'] = stat(60, comm, parent.pid, 600);
}

/** Adds a process of root on the host, with arguments parted by NUL. */
export function addDaemon(
  host: FakeHost,
  pid: number,
  comm: string,
  cmdline: string,
  exe: string,
  ns: Record<string, number> = {},
): void {
  host.texts[`/proc/${pid}/stat`] = stat(pid, comm, 1, 400 + pid);
  host.texts[`/proc/${pid}/cgroup`] = `0::/system.slice/${comm}.service\n`;
  host.texts[`/proc/${pid}/mountinfo`] = hostMounts;
  host.texts[`/proc/${pid}/cmdline`] = cmdline;
  host.links = { ...host.links, ...namespaces(pid, ns), [`/proc/${pid}/exe`]: exe };
  host.texts[`/proc/${pid}/status`] = status(pid, '000001ffffffffff');
}

/** Adds a process to the container's cgroup, with the namespaces of init but for those given. */
export function addProcess(
  host: FakeHost,
  pid: number,
  changes: { capabilities?: string; ns?: Record<string, number>; comm?: string },
): void {
  host.texts[`/proc/${pid}/stat`] = stat(pid, changes.comm ?? 'extra', 50, 700 + pid);
  host.texts[`/proc/${pid}/cgroup`] = `0::/docker/${id}\n`;
  host.texts[`/proc/${pid}/status`] = status(pid, changes.capabilities ?? '00000000a80425fb');
  Object.assign(host.links ?? {}, namespaces(pid, { ...own, ...changes.ns }));
}

/** A process as a test wants it; all that is not told is as the host's PID 1 has it. */
export interface Told {
  ppid?: number;
  comm?: string;
  /** Path in the unified hierarchy, or the whole text of `/proc/PID/cgroup`. */
  cgroup?: string;
  /** Namespaces that are not the host's, by the kernel's name. */
  ns?: Record<string, number>;
  /** Arguments, parted by NUL. */
  cmdline?: string;
  mountinfo?: string;
  capabilities?: string;
  root?: string;
}

/** Adds any process to a host; younger than those with a lower pid. */
export function runProcess(host: FakeHost, pid: number, told: Told): void {
  const { ppid = 1, comm = 'sleep', cgroup = '/', mountinfo = hostMounts, root = '/' } = told;
  host.texts[`/proc/${pid}/stat`] = stat(pid, comm, ppid, 1000 + pid);
  host.texts[`/proc/${pid}/cgroup`] = cgroup.startsWith('/') ? `0::${cgroup}\n` : cgroup;
  host.texts[`/proc/${pid}/mountinfo`] = mountinfo;
  host.texts[`/proc/${pid}/cmdline`] = told.cmdline ?? `${comm}\0`;
  host.texts[`/proc/${pid}/status`] = status(pid, told.capabilities ?? '000001ffffffffff');
  host.texts[`/proc/${pid}/limits`] = limits;
  host.links = { ...host.links, ...namespaces(pid, told.ns), [`/proc/${pid}/root`]: root };
}
