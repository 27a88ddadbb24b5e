import { isUnreadable, isUnsupported, unreadable, type Posture, type Restart } from '@shoji/posture';
import { fields, id32, text, texts, type Fields } from './fields.js';
import { declaredApparmor, declaredSelinux } from './oci.js';
import { declaredCgroups } from './ociCgroups.js';

/**
 * What docker's own record of a container (`hostconfig.json`) says beyond the OCI configuration that it wrote: docker
 * leaves out of that what it knows to be in vain on this kernel, and `docker update` changes limits in the record alone.
 * One that is `rootless`, in a user namespace itself, gives no AppArmor profile by default.
 */
export function completedByDocker(posture: Posture, hostConfig: unknown, rootless = false): Posture {
  const host = fields(hostConfig);
  if (Object.keys(host).length === 0) return posture;
  const privileged = host.Privileged === true;
  const options = securityOptions(host);
  const profile = privileged ? 'unconfined' : rootless ? undefined : 'docker-default';
  return {
    ...posture,
    namespaces: {
      ...posture.namespaces,
      network: network(posture.namespaces.network, text(host.NetworkMode)),
    },
    seccomp: seccomp(posture.seccomp, options.get('seccomp'), privileged),
    lsm: {
      apparmor: isUnsupported(posture.lsm.apparmor)
        ? declaredApparmor(options.get('apparmor') ?? profile)
        : posture.lsm.apparmor,
      selinux: isUnsupported(posture.lsm.selinux) ? selinux(options) : posture.lsm.selinux,
    },
    cgroups: { ...posture.cgroups, ...limits(host) },
  };
}

const policies = ['no', 'on-failure', 'always', 'unless-stopped'] as const;

/** What docker's record of a container says that is no wall; nothing where there is no record. */
export function askedOfDocker(hostConfig: unknown): { restart?: Restart; cgroupParent?: string | null } {
  const host = fields(hostConfig);
  if (Object.keys(host).length === 0) return {};
  const { Name: name, MaximumRetryCount: most } = fields(host.RestartPolicy);
  const policy = policies.find((known) => known === (text(name) ?? 'no'));
  const retries = policy === 'no' ? 0 : policy === 'on-failure' && id32(most) ? (id32(most) ?? null) : null;
  return {
    ...(policy && { restart: { policy, retries } }),
    cgroupParent: text(host.CgroupParent) ?? null,
  };
}

/** `["apparmor=x", "seccomp:unconfined", "label=type:y"]`; of labels, the type is what counts. */
function securityOptions(host: Fields): Map<string, string> {
  const options = new Map<string, string>();
  for (const option of texts(host.SecurityOpt)) {
    const [, key, value] = /^([a-z-]+)[=:](.+)$/s.exec(option) ?? [];
    if (key === undefined || value === undefined) continue;
    const type = key === 'label' ? /^type:(.+)$/s.exec(value)?.[1] : undefined;
    options.set(type === undefined ? key : 'label.type', type ?? value);
  }
  return options;
}

/** docker gives the host's network by a path, too. */
function network(asked: Network, mode: string | undefined): Network {
  if (!isUnreadable(asked) || mode === undefined) return asked;
  if (mode === 'host') return 'host';
  return mode.startsWith('container:') ? 'container' : asked;
}

type Network = Posture['namespaces']['network'];

/** Where docker asked the kernel for no filter although it was asked for one, the kernel has none to give. */
function seccomp(
  resolved: Posture['seccomp'],
  option: string | undefined,
  privileged: boolean,
): Posture['seccomp'] {
  if (resolved.mode !== 'disabled' || option === 'unconfined') return resolved;
  if (option !== undefined) return { mode: 'filter', filters: 1 };
  if (privileged) return resolved;
  const left = unreadable('docker left its default profile out');
  return { mode: left, filters: left };
}

const selinux = (options: ReadonlyMap<string, string>): Posture['lsm']['selinux'] => {
  const type = options.get('label.type');
  return declaredSelinux(type === undefined ? undefined : `system_u:system_r:${type}:s0`);
};

/** Limits as they were last set. */
function limits(host: Fields): Pick<Posture['cgroups'], 'memory' | 'cpu' | 'pids'> {
  const nano = typeof host.NanoCpus === 'number' && host.NanoCpus > 0 ? host.NanoCpus : null;
  const { memory, cpu, pids } = declaredCgroups(
    {
      memory: { limit: host.Memory, swap: host.MemorySwap },
      cpu: {
        quota: nano === null ? host.CpuQuota : Math.round(nano / 10_000),
        period: nano === null ? host.CpuPeriod : 100_000,
        shares: host.CpuShares,
        cpus: host.CpusetCpus,
      },
      pids: { limit: host.PidsLimit },
    },
    [],
  );
  return { memory, cpu, pids };
}
