import type { Docker } from '../harness/docker.js';

const privilegedByParts = [
  '--network=host',
  '--pid=host',
  '--ipc=host',
  '--uts=host',
  '--security-opt=seccomp=unconfined',
  '--security-opt=apparmor=unconfined',
  '--security-opt=systempaths=unconfined',
];

// Every capability this kernel lets root hand on; --privileged itself asks for ones the machine may not have.
const everyCapability = (bounding: bigint): string[] =>
  allCapabilities.filter((_, bit) => (bounding >> BigInt(bit)) & 1n).map((name) => `--cap-add=${name}`);

const allCapabilities =
  `CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
  NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
  SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
  MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ`.split(/\s+/);

const hardened = [
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--read-only',
  '--user=1000:1000',
  '--memory=64m',
  '--memory-swap=64m',
  '--cpus=0.5',
  '--pids-limit=50',
  '--ulimit=nofile=100:200',
];

/** The containers of the lab, by name. `lab-killed` is there to be killed. */
export async function startCast(lab: Docker, bounding: bigint): Promise<string[]> {
  const cast: Record<string, string[]> = {
    'lab-default': ['--network=none'],
    'lab-twin': ['--network=none'],
    'lab-open': [...privilegedByParts, ...everyCapability(bounding)],
    'lab-hardened': ['--network=none', ...hardened],
    'lab-sharer': ['--network=container:lab-default'],
    'lab-hostfs': ['--network=none', '--volume=/:/host:ro'],
    'lab-run': ['--network=none', '--volume=/run:/run'],
    'lab-socket': ['--network=none', `--volume=${lab.socket}:/var/run/docker.sock`],
    'lab-hostile': [
      '--network=none',
      '--label=note=<img src=x onerror=alert(1)>',
      '--label=escape=\u001b[31mred\u0007',
    ],
    'lab-killed': ['--network=none'],
  };
  for (const [name, flags] of Object.entries(cast)) await lab.start(name, ...flags);
  return Object.keys(cast);
}
