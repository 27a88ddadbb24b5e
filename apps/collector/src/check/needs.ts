import { isKnown, isUnsupported, unreadable, type Fact, type NamespaceType } from '@shoji/posture';
import { capabilityNames, parseLsmLabel, parseStatus } from '@shoji/procfs';
import { reasonOf, type Files, type Roots } from '../read/files.js';
import { isForeign, knownTypes, readHostNamespaces, readOwnNamespaces } from '../read/namespaces.js';
import type { Snapshot } from '../read/snapshot.js';

/** One thing that a reading needs, whether it is here, what it makes readable and how it is given. */
export interface Need {
  what: string;
  /** `true`, or why not; unreadable where that itself cannot be told. */
  here: Fact<true> | { missing: string };
  gives: string;
  /** For a service, a container and a pod. */
  remedy: string;
}

const sysPtrace = 'CAP_SYS_PTRACE';
const dacReadSearch = 'CAP_DAC_READ_SEARCH';

/** What a full reading needs, the most telling first, and how it stands here. `null` = the proc root is no procfs. */
export function needsHere(files: Files, roots: Roots, snapshot: Pick<Snapshot, 'host'> | null): Need[] {
  const { procfs, sysfs, rootfs } = roots;
  const known = knownTypes(files, procfs);
  const own = readOwnNamespaces(files, procfs, known);
  const host = readHostNamespaces(files, procfs, known);
  const attempt = <T>(read: () => T): Fact<T> => {
    try {
      return read();
    } catch (error) {
      return unreadable(reasonOf(error));
    }
  };
  const status = attempt(() => parseStatus(files.readText(`${procfs}/self/status`)));
  const holds = (capability: string): Need['here'] => {
    if (!isKnown(status)) return status;
    if (!capabilityNames(status.CapEff).includes(capability)) return { missing: 'not held' };
    return isForeign(own, host, 'user') ? { missing: 'held in a user namespace only' } : true;
  };
  const shares = (type: NamespaceType): Need['here'] => {
    if (isForeign(own, host, type)) return { missing: `has a ${type} namespace of its own` };
    return isKnown(own[type]) && isKnown(host[type])
      ? true
      : unreadable('the namespaces of PID 1 are closed');
  };
  const read = (fact: Fact<unknown[] | string | true> | undefined): Need['here'] =>
    fact === undefined
      ? { missing: `no procfs is at ${procfs}` }
      : isKnown(fact) || isUnsupported(fact)
        ? true
        : { missing: fact.unreadable };

  return [
    {
      what: 'all processes of the host',
      here: read(snapshot?.host.processesComplete),
      gives: 'every container, service and runtime: without it some are missing',
      remedy: `docker --pid host; Kubernetes hostPID: true; with hidepid on ${procfs}: root, or the mount's gid`,
    },
    {
      what: sysPtrace,
      here: holds(sysPtrace),
      gives: 'namespaces, devices, executables and deviations of every process',
      remedy:
        'run as root; systemd AmbientCapabilities=CAP_SYS_PTRACE; docker --user 0 --cap-add SYS_PTRACE; Kubernetes capabilities.add',
    },
    {
      what: dacReadSearch,
      here: holds(dacReadSearch),
      gives: 'files of runtimes: names, images, labels, what was asked for, settings',
      remedy: 'the same with DAC_READ_SEARCH; root of the host has it',
    },
    {
      what: 'no confinement by a security module',
      here: confinement(attempt(() => files.readText(`${procfs}/self/attr/current`))),
      gives: 'what AppArmor or SELinux would refuse in spite of capabilities',
      remedy:
        'docker --security-opt apparmor=unconfined --security-opt label=disable; Kubernetes appArmorProfile: Unconfined',
    },
    {
      what: 'the file systems of cgroups',
      here: read(snapshot?.host.cgroupMode),
      gives: 'limits of memory, CPU, processes and I/O',
      remedy: `mount the host's /sys read-only with what is below it, and point --path.sysfs at it (now ${sysfs})`,
    },
    {
      what: "the host's cgroup namespace",
      here: shares('cgroup'),
      gives: 'paths of cgroups as the host has them: which runtime made a container, whose limit binds',
      remedy: 'docker --cgroupns host; a pod with hostPID and the mount of /sys reads them through the host',
    },
    {
      what: 'securityfs',
      here: read(snapshot?.host.lsms),
      gives: 'active security modules, lockdown, modes of AppArmor profiles',
      remedy: `mount -t securityfs securityfs ${sysfs}/kernel/security, readable for the collector`,
    },
    {
      what: "the host's root directory",
      here: read(snapshot?.host.runtimesComplete),
      gives: 'operating system, runtimes with versions and settings, names and images',
      remedy: `mount the host's / read-only, and point --path.rootfs at it (now ${rootfs})`,
    },
    {
      what: "the host's network namespace",
      here: shares('network'),
      gives: 'the sysctls below net.*',
      remedy: 'docker --network host; Kubernetes hostNetwork: true',
    },
    {
      what: "the host's user namespace",
      here: shares('user'),
      gives: 'what ids mean on the host; capabilities that count there',
      remedy: 'no rootless container; docker --userns host',
    },
  ];
}

/** A host without security modules refuses to answer (`EINVAL`). */
function confinement(label: Fact<string>): Need['here'] {
  if (!isKnown(label)) {
    const none = 'unreadable' in label && ['EINVAL', 'ENOENT'].includes(label.unreadable);
    return none ? true : label;
  }
  // SELinux without a policy answers with the initial context.
  if (/^kernel\0?\n?$/.test(label)) return true;
  if (/^[^\s:]+:[^\s:]+:[^\s:]+/.test(label))
    return /:(?:unconfined|spc|initrc|init|kernel)_t(?::|\0|\n|$)/.test(label)
      ? true
      : { missing: `confined by SELinux as ${label.replace(/[\0\n]+$/, '')}` };
  try {
    const { label: profile, mode } = parseLsmLabel(label);
    return mode === null || mode === 'unconfined' || mode === 'complain'
      ? true
      : { missing: `confined by AppArmor as ${profile}` };
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}
