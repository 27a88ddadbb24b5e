/**
 * A Kubernetes node made of the recorded host with systemd, as containerd's CRI plugin and CRI-O leave one with the systemd
 * cgroup driver: processes, postures, namespaces and OCI configurations are real, and what a kubelet and its runtimes add
 * (cgroup paths and pod limits, annotations, bundles, one shim a pod, conmon's arguments) is written as they write it.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonIn } from './unpack.js';

interface Scenario {
  records: { name: string; id: string; init: number }[];
}

/** One container of a pod; `from` is the recorded container that stands for it. */
export interface PodContainer {
  from: string;
  container: string;
  image: string;
}

export interface PodOnNode {
  runtime: 'containerd' | 'cri-o';
  namespace: string;
  name: string;
  uid: string;
  qos: 'burstable' | 'guaranteed';
  /** What the kubelet writes into the pod's cgroup. */
  limits: Record<string, string>;
  /** The recorded container that stands for the pause container. */
  sandbox: string;
  containers: PodContainer[];
}

/** What runs on the node: a pod whose own limits are tighter than its container's, and one of CRI-O without any. */
export const pods: PodOnNode[] = [
  {
    runtime: 'containerd',
    namespace: 'shop',
    name: 'web-7d4b9c6f5-x2x9q',
    uid: '5f0c3a52-8f53-4f0e-9d0a-3a1d4c7e9b10',
    qos: 'guaranteed',
    limits: { 'memory.max': '104857600', 'pids.max': '40' },
    sandbox: 'd-default',
    containers: [{ from: 'd-limits', container: 'nginx', image: 'docker.io/library/nginx:1.27' }],
  },
  {
    runtime: 'cri-o',
    namespace: 'kube-system',
    name: 'dns-0',
    uid: '0b8e2f77-1c0d-4a6b-8a55-6b7d0e4f2c31',
    qos: 'burstable',
    limits: { 'memory.max': 'max', 'pids.max': 'max' },
    sandbox: 'p-default',
    containers: [
      { from: 'p-hardened', container: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.11.3' },
    ],
  },
];

/** What the kubelet leaves to all pods together (`--kube-reserved`), in bytes. */
export const allocatable = 1_610_612_736;

const shared = ['net', 'ipc', 'uts'];

/** cgroup of a pod as the kubelet names it: systemd's slices nest by dashes, so those of the uid become underscores. */
export const podSlice = ({ qos, uid }: PodOnNode): string => {
  const escaped = uid.replaceAll('-', '_');
  return qos === 'guaranteed'
    ? `/kubepods.slice/kubepods-pod${escaped}.slice`
    : `/kubepods.slice/kubepods-${qos}.slice/kubepods-${qos}-pod${escaped}.slice`;
};

/** Writes the node into `to`, an empty directory, from the unpacked recording `from`. */
export function makeNode(from: string, to: string): void {
  const records = new Map(
    jsonIn<Scenario>(from, 'scenario.json').records.map((record) => [record.name, record]),
  );
  const links = jsonIn<Record<string, string>>(from, 'links.json');
  const read = (path: string): string => readFileSync(join(from, 'fs', path), 'utf8');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(to, 'fs', path)), { recursive: true });
    writeFileSync(join(to, 'fs', path), text);
  };
  const copy = (path: string, as = path): void =>
    cpSync(join(from, 'fs', path), join(to, 'fs', as), { recursive: true });
  const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(read(`proc/${pid}/stat`))?.[1]);
  const kept = new Set([1, 2]);

  const host = (directory: string, skipped: RegExp): void =>
    readdirSync(join(from, 'fs', directory))
      .filter((name) => !skipped.test(name))
      .forEach((name) => copy(`${directory}/${name}`));
  copy('etc');
  host('proc', /^\d+$/);
  host('sys', /^fs$/);
  copy('proc/1');
  copy('proc/2');
  const cgroup = 'sys/fs/cgroup';
  const isFile = (name: string): boolean =>
    /^(cgroup|cpu|cpuset|memory|io|pids|hugetlb)\./.test(name) && !name.endsWith('.slice');
  const filesOf = (slice: string, as: string, limits: Record<string, string> = {}): void => {
    for (const name of readdirSync(join(from, 'fs', cgroup, slice)).filter(isFile))
      copy(`${cgroup}${slice}/${name}`, `${cgroup}${as}/${name}`);
    for (const [name, value] of Object.entries({ 'cgroup.procs': '', ...limits }))
      write(`${cgroup}${as}/${name}`, value === '' ? '' : `${value}\n`);
  };
  filesOf('', '');
  filesOf('/system.slice', '/system.slice');
  filesOf('/system.slice', '/kubepods.slice', { 'memory.max': `${allocatable}` });
  filesOf('/system.slice', '/kubepods.slice/kubepods-burstable.slice');

  for (const pod of pods) {
    const slice = podSlice(pod);
    filesOf('/system.slice', slice, pod.limits);
    const sandbox = records.get(pod.sandbox)!;
    const members = [
      { from: pod.sandbox, container: null, image: 'registry.k8s.io/pause:3.9' },
      ...pod.containers,
    ];
    for (const { from: name, container, image } of members) {
      const { id, init } = records.get(name)!;
      const crio = pod.runtime === 'cri-o';
      const supervisor = parentOf(crio ? init : sandbox.init);
      const bundle = crio
        ? `/run/containers/storage/overlay-containers/${id}/userdata`
        : `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}`;
      const was = /^0::(.*\/(?:docker|libpod)-[0-9a-f]{64}\.scope)(.*)$/m.exec(read(`proc/${init}/cgroup`))!;
      const scope = `${slice}/${crio ? 'crio' : 'cri-containerd'}-${id}.scope`;
      for (const pid of [init, supervisor]) {
        kept.add(pid);
        copy(`proc/${pid}`);
      }
      copy(`${cgroup}${was[1]}`, `${cgroup}${scope}`);
      write(`proc/${init}/cgroup`, `0::${scope}${was[2]}\n`);
      // One shim serves all containers of a pod, and they live in the namespaces of its sandbox.
      write(`proc/${init}/stat`, read(`proc/${init}/stat`).replace(/(\) \S) \d+/, `$1 ${supervisor}`));
      write(
        `proc/${init}/status`,
        read(`proc/${init}/status`).replace(/^PPid:\t\d+/m, `PPid:\t${supervisor}`),
      );
      for (const type of shared)
        links[`/proc/${init}/ns/${type}`] = links[`/proc/${sandbox.init}/ns/${type}`]!;
      if (crio) {
        const conmon = [
          '/usr/bin/conmon',
          '-b',
          bundle,
          '-c',
          id,
          '--exit-dir',
          '/var/run/crio/exits',
          '-n',
          criName(pod, container),
        ];
        write(
          `proc/${supervisor}/cmdline`,
          `${[...conmon, '-r', '/usr/bin/crun', '-s', '-u', id].join('\0')}\0`,
        );
        write(`proc/${supervisor}/cgroup`, `0::${slice}/crio-conmon-${id}.scope\n`);
        filesOf('/system.slice', `${slice}/crio-conmon-${id}.scope`);
      } else {
        const shim = ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'k8s.io', '-id', sandbox.id];
        write(
          `proc/${supervisor}/cmdline`,
          `${[...shim, '-address', '/run/containerd/containerd.sock'].join('\0')}\0`,
        );
        links[`/proc/${supervisor}/cwd`] =
          `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${sandbox.id}`;
      }
      const config = jsonIn<{ linux: object }>(from, `oci/${name}/config.json`);
      const annotations = crio
        ? ofCrio(pod, sandbox.id, container, image)
        : ofContainerd(pod, sandbox.id, container, image);
      const prefix = crio ? 'crio' : 'cri-containerd';
      const linux = { ...config.linux, cgroupsPath: `${slice.split('/').at(-1)}:${prefix}:${id}` };
      write(`${bundle}/config.json`, JSON.stringify({ ...config, annotations, linux }));
    }
  }

  const isKept = ([path]: [string, string]): boolean => {
    const pid = /^(?:stat:)?\/proc\/(\d+)\//.exec(path)?.[1];
    return pid === undefined || kept.has(Number(pid));
  };
  const entries = (table: Record<string, string>): string =>
    JSON.stringify(Object.fromEntries(Object.entries(table).filter(isKept)));
  writeFileSync(join(to, 'links.json'), entries(links));
  writeFileSync(join(to, 'errors.json'), entries(jsonIn(from, 'errors.json')));
  cpSync(join(from, 'dev.json'), join(to, 'dev.json'));
}

const criName = ({ name, namespace, uid }: PodOnNode, container: string | null): string =>
  `k8s_${container ?? 'POD'}_${name}_${namespace}_${uid}_0`;

/** github.com/containerd/containerd, pkg/cri/annotations */
function ofContainerd(
  pod: PodOnNode,
  sandbox: string,
  container: string | null,
  image: string,
): Record<string, string> {
  const cri = 'io.kubernetes.cri';
  return {
    [`${cri}.container-type`]: container === null ? 'sandbox' : 'container',
    [`${cri}.sandbox-id`]: sandbox,
    [`${cri}.sandbox-name`]: pod.name,
    [`${cri}.sandbox-namespace`]: pod.namespace,
    [`${cri}.sandbox-uid`]: pod.uid,
    ...(container === null ? {} : { [`${cri}.container-name`]: container, [`${cri}.image-name`]: image }),
  };
}

/** github.com/cri-o/cri-o, internal/factory and pkg/annotations; the labels are the kubelet's. */
function ofCrio(
  pod: PodOnNode,
  sandbox: string,
  container: string | null,
  image: string,
): Record<string, string> {
  const crio = 'io.kubernetes.cri-o';
  return {
    'io.container.manager': 'cri-o',
    'io.kubernetes.container.name': container ?? 'POD',
    'io.kubernetes.pod.name': pod.name,
    'io.kubernetes.pod.namespace': pod.namespace,
    'io.kubernetes.pod.uid': pod.uid,
    [`${crio}.ContainerType`]: container === null ? 'sandbox' : 'container',
    [`${crio}.SandboxID`]: sandbox,
    [`${crio}.Name`]: criName(pod, container),
    [`${crio}.ImageName`]: image,
    ...(container === null ? { [`${crio}.KubeName`]: pod.name, [`${crio}.Namespace`]: pod.namespace } : {}),
  };
}
