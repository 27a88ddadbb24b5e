import type { RuntimeName } from '@shoji/posture';

/** What a cgroup's path says about who made it. */
export interface Claim {
  /** `null` where the path alone does not tell docker from containerd. */
  runtime: RuntimeName | null;
  /** The runtime's id or name of the container. */
  id: string;
  /** Path of the container's cgroup; everything at or below it belongs to the container. */
  cgroup: string;
  /** containerd's namespace, where the path has it. */
  namespace?: string;
}

/** The claim on the inner cgroup of two on one path. */
export const deepest = (a: Claim | null, b: Claim): Claim =>
  a && a.cgroup.length >= b.cgroup.length ? a : b;

const id64 = '[0-9a-f]{64}';

/** How runtimes name the cgroup of one container, as the last component of its path, with either cgroup driver. */
const patterns: { runtime: RuntimeName | null; component: RegExp }[] = [
  { runtime: 'docker', component: new RegExp(`^docker-(${id64})\\.scope$`) },
  // `--cgroups=split`, as Quadlet's services have it, puts `libpod-payload-ID` below the service.
  { runtime: 'podman', component: new RegExp(`^libpod-(?:payload-)?(${id64})(?:\\.scope)?$`) },
  { runtime: 'cri-o', component: new RegExp(`^crio-(${id64})(?:\\.scope)?$`) },
  { runtime: 'containerd', component: new RegExp(`^cri-containerd-(${id64})(?:\\.scope)?$`) },
  { runtime: 'containerd', component: new RegExp(`^nerdctl-(${id64})\\.scope$`) },
  { runtime: 'lxc', component: /^lxc\.payload\.(.+)$/ },
  { runtime: null, component: new RegExp(`^(${id64})$`) },
];

/**
 * The innermost container cgroup on a path as `/proc/PID/cgroup` shows it, or `null` where no runtime's naming is
 * recognised. Containers in containers hang below their host's cgroup: the deepest claim counts.
 */
export function claimOf(path: string): Claim | null {
  const components = path.split('/');
  for (let depth = components.length - 1; depth > 0; depth--) {
    const component = components[depth] ?? '';
    const cgroup = components.slice(0, depth + 1).join('/');
    for (const pattern of patterns) {
      const id = pattern.component.exec(component)?.[1];
      if (id === undefined) continue;
      const runtime = pattern.runtime ?? byParent(components.slice(0, depth));
      // podman's pods have an id, too, and beside their containers the conmon of each.
      if (runtime === null && components[depth + 1] === 'conmon') continue;
      return { runtime, id, cgroup };
    }
    const above = components[depth - 1] ?? '';
    const machine = component === 'payload' ? machineOf(above) : null;
    if (machine !== null) return { runtime: 'systemd-nspawn', id: machine, cgroup };
    if (component === '') continue;
    if (above === 'lxc' || above === 'lxc.payload') return { runtime: 'lxc', id: component, cgroup };
    if (isOfKubelet(components.slice(0, depth), component))
      return { runtime: 'containerd', id: component, cgroup, namespace: 'k8s.io' };
  }
  return null;
}

/** systemd-nspawn's cgroup of a machine: `machine-NAME.scope`, as a service `systemd-nspawn@NAME.service`. */
function machineOf(unit: string): string | null {
  const name = /^(?:machine-(.+)\.scope|systemd-nspawn@(.+)\.service)$/.exec(unit);
  return name ? unescapeUnit(name[1] ?? name[2] ?? '') : null;
}

/**
 * Whether containerd made this cgroup for a kubelet: below the pod's, or in its own namespace where no pod was told.
 * conmon's own cgroup lies beside its container's.
 */
const isOfKubelet = (parents: string[], component: string): boolean =>
  parents.at(-1) === 'k8s.io' ||
  (/^pod[0-9A-Za-z_-]+$/.test(parents.at(-1) ?? '') &&
    parents.includes('kubepods') &&
    !component.startsWith('crio-'));

/** A bare id below `docker` is docker's, below `kubepods` or a namespace of containerd's own that one's; elsewhere the path is silent. */
function byParent(parents: string[]): RuntimeName | null {
  const parent = parents.at(-1) ?? '';
  if (parent === 'docker') return 'docker';
  if (parent === 'k8s.io' || parent === 'default') return 'containerd';
  return parents.some((name) => name.startsWith('kubepods')) ? 'containerd' : null;
}

/** Undoes systemd's escaping of unit names (`\x2d`, systemd.unit(5)). */
const unescapeUnit = (name: string): string =>
  name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
