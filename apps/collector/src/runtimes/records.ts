import { createHash } from 'node:crypto';
import type { ContainerKind, Instance, RuntimeName } from '@shoji/posture';
import type { Group } from '../read/discover.js';
import type { Files, Roots } from '../read/files.js';
import { below } from '../read/hostPath.js';
import { declaredOf, type Declared } from './declared.js';
import { dockerNaming, labelsOf, type Naming } from './docker.js';
import { fields, parseJson, text } from './fields.js';
import { supervisorOf, type Supervisor } from './supervisor.js';

/** Who made a container, what they call it, and what they asked for. */
export interface ContainerRecord {
  id: string;
  kind: ContainerKind;
  runtime: RuntimeName;
  name: string;
  image: Instance['image'];
  labels: Instance['labels'];
  ports: Instance['ports'];
  orphan: Instance['orphan'];
  declared: Declared | null;
}

interface Kept {
  record: ContainerRecord;
  /** docker's record and what it was like when it was read. */
  docker: { path: string; version: string; declare: () => Declared | null } | null;
  /** Named neither by files nor yet by the runtime's socket. */
  unnamed: boolean;
}

const maxJson = 8 * 1024 * 1024;
const withBundles: readonly RuntimeName[] = ['docker', 'containerd', 'cri-o', 'podman'];
const plainId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Names containers from the files that their runtimes keep, each read when the container is new or the file changed. */
export class RuntimeRecords {
  #kept = new Map<string, Kept>();

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
    /** Asks docker for one container it started; used once for each that its files do not name. */
    private readonly inspect: (id: string) => Promise<unknown>,
  ) {}

  /** Records of all groups of one reading, in their order; forgets all others. */
  async describe(groups: readonly Group[], bootId: string): Promise<ContainerRecord[]> {
    const kept = new Map<string, Kept>();
    const records: ContainerRecord[] = [];
    for (const group of groups) {
      // Who looks after init tells its name; while a container starts that is not yet who it will be.
      const { init, parent } = group;
      const key = `${init.pid}:${init.startTime}:${parent?.pid}:${parent?.comm}:${init.comm}`;
      const entry = this.#current(this.#kept.get(key)) ?? this.#find(group, bootId);
      if (entry.unnamed) await this.#ask(entry);
      kept.set(key, entry);
      records.push(entry.record);
    }
    this.#kept = kept;
    return records;
  }

  /** What is on record, with docker's files read again if they were written since (a rename, an update). */
  #current(entry: Kept | undefined): Kept | undefined {
    if (!entry?.docker) return entry;
    const version = this.#version(entry.docker.path);
    if (version === null || version === entry.docker.version) return entry;
    const naming = this.#readDocker(entry.docker.path);
    if (!naming) return entry;
    const record = { ...named(entry.record, naming), declared: entry.docker.declare() };
    return { ...entry, docker: { ...entry.docker, version }, record };
  }

  async #ask(entry: Kept): Promise<void> {
    entry.unnamed = false;
    const naming = dockerNaming(await this.inspect(entry.record.id));
    if (naming) entry.record = named(entry.record, naming);
  }

  #find(group: Group, bootId: string): Kept {
    const { claim, parent } = group;
    const supervisor = parent ? supervisorOf(parent.comm, this.#cmdline(parent.pid)) : null;
    const runtime = runtimeOf(group, supervisor);
    const own = ownId(group, supervisor, runtime);
    const bundle = this.#bundle(group, supervisor, own);
    const readConfig = () =>
      bundle === null ? undefined : this.#json(`${below(this.roots.rootfs, bundle)}/config.json`);
    const config = readConfig();
    const docker = runtime === 'docker' && claim !== null ? this.#dockerDirectory(config, own) : null;
    const declare = () => declaredOf(this.files, { runtime, config: readConfig(), docker });
    const annotations = labelsOf(fields(config).annotations);
    const record: ContainerRecord = {
      id: own === null ? kernelId(group, bootId) : qualified(own, runtime, supervisor),
      kind: isSandbox(annotations) ? 'pod-sandbox' : group.kind,
      runtime,
      name:
        nameFrom(annotations) ??
        own?.slice(0, own.length === 64 ? 12 : 4096) ??
        unitOf(group) ??
        group.init.comm,
      image: imageFrom(annotations),
      labels: annotations,
      ports: [],
      orphan: isOrphan(group, supervisor, runtime) ? 'kernel-only' : null,
      declared: declaredOf(this.files, { runtime, config, docker }),
    };
    if (record.name === '') record.name = `process ${group.init.pid}`;
    if (runtime !== 'docker' || claim === null) return { record, docker: null, unnamed: false };
    return this.#withDocker(record, docker, declare);
  }

  #withDocker(record: ContainerRecord, directory: string | null, declare: () => Declared | null): Kept {
    const path = directory === null ? null : `${directory}/config.v2.json`;
    const naming = path === null ? null : this.#readDocker(path);
    if (path === null || naming === null) return { record, docker: null, unnamed: true };
    const version = this.#version(path) ?? '';
    return { record: named(record, naming), docker: { path, version, declare }, unnamed: false };
  }

  #dockerDirectory(config: unknown, id: string | null): string | null {
    const root = dataRoot(config);
    return root === null || id === null ? null : `${below(this.roots.rootfs, root)}/containers/${id}`;
  }

  /** Directory of the OCI bundle on the host: a shim runs in it, or beside it where it serves a whole pod. */
  #bundle({ parent }: Group, supervisor: Supervisor | null, id: string | null): string | null {
    if (!supervisor?.bundle || !parent) return null;
    if (supervisor.bundle !== 'cwd') return supervisor.bundle;
    let directory: string;
    try {
      directory = this.files.readLink(`${this.roots.procfs}/${parent.pid}/cwd`);
    } catch {
      return null;
    }
    if (id === null || !plainId.test(id)) return directory;
    return `${directory.slice(0, directory.lastIndexOf('/'))}/${id}`;
  }

  #readDocker(path: string): Naming | null {
    return dockerNaming(this.#json(path));
  }

  #json(path: string): unknown {
    try {
      return parseJson(this.files.readText(path, maxJson));
    } catch {
      return undefined;
    }
  }

  #version(path: string): string | null {
    try {
      return this.files.version(path);
    } catch {
      return null;
    }
  }

  #cmdline(pid: number): string {
    try {
      return this.files.readText(`${this.roots.procfs}/${pid}/cmdline`);
    } catch {
      return '';
    }
  }
}

/** A shim knows its caller; otherwise the cgroup's name says more than whoever looks after the process. */
function runtimeOf({ claim, init }: Group, supervisor: Supervisor | null): RuntimeName {
  if (supervisor?.namespace) return supervisor.runtime ?? 'containerd';
  const found = claim?.runtime ?? supervisor?.runtime;
  if (found) return found;
  if (init.comm === 'bwrap') return 'bubblewrap';
  // A bare id without anyone beside it: the shim is gone, and docker is by far the likeliest to have made it.
  return claim && /^[0-9a-f]{64}$/.test(claim.id) ? 'docker' : 'none';
}

/** The runtime's id or name: the cgroup's where it carries one, else the last part of a cgroup that a shim made. */
function ownId({ claim }: Group, supervisor: Supervisor | null, runtime: RuntimeName): string | null {
  if (claim?.runtime || (claim && /^[0-9a-f]{64}$/.test(claim.id))) return claim.id;
  if (runtime === 'none' || runtime === 'bubblewrap') return null;
  if (claim && supervisor?.namespace)
    return claim.cgroup.slice(claim.cgroup.lastIndexOf('/') + 1) || supervisor.id;
  return supervisor?.id ?? null;
}

/** Random ids are unique; names are so only among the containers of one runtime. */
function qualified(id: string, runtime: RuntimeName, supervisor: Supervisor | null): string {
  if (/^[0-9a-f]{64}$/.test(id)) return id;
  return [runtime, ...(supervisor?.namespace ? [supervisor.namespace] : []), id].join(':').slice(0, 512);
}

/** For containers no runtime names: boot, cgroup and start of init stay true for as long as they live. */
const kernelId = ({ init }: Group, bootId: string): string =>
  createHash('sha256')
    .update(`${bootId}\n${init.cgroups.path}\n${init.startTime}\n${init.pid}`)
    .digest('hex')
    .slice(0, 32);

/** The runtime's helper is gone and init was handed on: nobody who made it looks after it any more. */
const isOrphan = ({ claim, parent }: Group, supervisor: Supervisor | null, runtime: RuntimeName): boolean =>
  claim !== null && withBundles.includes(runtime) && parent !== null && supervisor === null;

const named = (record: ContainerRecord, naming: Naming): ContainerRecord => ({
  ...record,
  kind: naming.labels['io.kubernetes.docker.type'] === 'podsandbox' ? 'pod-sandbox' : record.kind,
  name: naming.name ?? record.name,
  image: naming.image ?? record.image,
  labels: naming.labels,
  ports: naming.ports,
});

const isSandbox = (annotations: Instance['labels']): boolean =>
  annotations['io.kubernetes.cri.container-type'] === 'sandbox' ||
  annotations['io.kubernetes.cri-o.ContainerType'] === 'sandbox';

function nameFrom(annotations: Instance['labels']): string | null {
  const pod = annotations['io.kubernetes.cri.sandbox-name'];
  const container = annotations['io.kubernetes.cri.container-name'];
  if (pod) return container ? `${pod}/${container}` : pod;
  return annotations['io.kubernetes.cri-o.ContainerName'] ?? annotations['io.kubernetes.cri-o.Name'] ?? null;
}

function imageFrom(annotations: Instance['labels']): Instance['image'] {
  const reference =
    annotations['io.kubernetes.cri.image-name'] ??
    annotations['io.kubernetes.cri-o.ImageName'] ??
    annotations['org.opencontainers.image.ref.name'];
  return reference ? { reference, digest: null } : null;
}

const unitOf = ({ kind, init }: Group): string | null =>
  kind === 'service' ? (/([^/]+\.service)(?:\/|$)/.exec(init.cgroups.path)?.[1] ?? null) : null;

/** docker's data root, from the files that it mounts into every container, else from where the root file system lies. */
function dataRoot(config: unknown): string | null {
  const { mounts, root } = fields(config);
  for (const mount of Array.isArray(mounts) ? mounts : []) {
    const match = /^(\/.*)\/containers\/[0-9a-f]{64}\/(?:hostname|hosts|resolv\.conf)$/.exec(
      text(fields(mount).source) ?? '',
    );
    if (match?.[1]) return match[1];
  }
  const path = text(fields(root).path) ?? '';
  return /^(\/.*)\/(?:overlay2|vfs|btrfs|zfs|fuse-overlayfs|rootfs)\//.exec(path)?.[1] ?? null;
}
