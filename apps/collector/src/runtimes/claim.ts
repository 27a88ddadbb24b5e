import type { RuntimeName } from '@shoji/posture';

/** What a cgroup's path says about who made it. */
export interface Claim {
  /** `null` where the path alone does not tell docker from containerd. */
  runtime: RuntimeName | null;
  /** The runtime's id or name of the container. */
  id: string;
  /** Path of the container's cgroup; everything at or below it belongs to the container. */
  cgroup: string;
}

const id64 = '[0-9a-f]{64}';

/** How runtimes name the cgroup of one container, as the last component of its path, with either cgroup driver. */
const patterns: { runtime: RuntimeName | null; component: RegExp }[] = [
  { runtime: 'docker', component: new RegExp(`^docker-(${id64})\\.scope$`) },
  { runtime: 'podman', component: new RegExp(`^libpod-(${id64})(?:\\.scope)?$`) },
  { runtime: 'cri-o', component: new RegExp(`^crio-(${id64})(?:\\.scope)?$`) },
  { runtime: 'containerd', component: new RegExp(`^cri-containerd-(${id64})(?:\\.scope)?$`) },
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
      return { runtime: pattern.runtime ?? byParent(components.slice(0, depth)), id, cgroup };
    }
    // systemd-nspawn: machine.slice/machine-NAME.scope/payload
    const machine =
      component === 'payload' ? /^machine-(.+)\.scope$/.exec(components[depth - 1] ?? '') : null;
    if (machine?.[1] !== undefined)
      return { runtime: 'systemd-nspawn', id: unescapeUnit(machine[1]), cgroup };
    if (components[depth - 1] === 'lxc' && component !== '') return { runtime: 'lxc', id: component, cgroup };
  }
  return null;
}

/** A bare id below `docker` is docker's, below `kubepods` the containerd of a kubelet; elsewhere the path is silent. */
const byParent = (parents: string[]): RuntimeName | null =>
  parents.at(-1) === 'docker'
    ? 'docker'
    : parents.some((name) => name.startsWith('kubepods'))
      ? 'containerd'
      : null;

/** Undoes systemd's escaping of unit names (`\x2d`, systemd.unit(5)). */
const unescapeUnit = (name: string): string =>
  name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
