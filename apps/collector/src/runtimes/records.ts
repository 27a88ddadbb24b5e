import { isKnown } from '@shoji/posture';
import { initialNamespaceInode } from '@shoji/procfs';
import type { Group } from '../read/group.js';
import type { Files, Roots } from '../read/files.js';
import { below } from '../read/hostPath.js';
import type { Process } from '../read/processes.js';
import { imageFrom, isSandbox, nameFrom, podOf } from './annotations.js';
import { dataRoot, isPlain, usualBundles } from './bundles.js';
import { declaredOf, type Declared } from './declared.js';
import { dockerNaming, labelsOf, type Naming } from './docker.js';
import { fields, list, parseJson, text } from './fields.js';
import { identityOf, isAbandoned, kernelId, plainName, qualified, type Identity } from './identity.js';
import type { Places } from './mountedFrom.js';
import { PodmanStores } from './podman.js';
import { backupPath, incusNaming, isOfIncus, monitored, type Monitored } from './incus.js';
import { infraName, podIdOf, PodmanPods } from './podmanPods.js';
import { named, type ContainerRecord } from './record.js';
import { runcStates } from './runcState.js';
import { supervisorOf, type Supervisor } from './supervisor.js';

interface Kept {
  record: ContainerRecord;
  /** docker's record and what it was like when it was read. */
  docker: { path: string; version: string; declare: () => Declared | null } | null;
  /** What changes with what the runtime is asked for while it runs, and what it was like when it was read. */
  asked: { path: string; version: string; declare: () => Declared | null } | null;
  /** podman's list of containers and what it said of this one. */
  podman: { path: string; id: string; naming: Naming | null } | null;
  /** Named neither by files nor yet by the runtime's socket. */
  unnamed: boolean;
  /** docker has a directory for each of its containers, but none for this one. */
  forgotten?: boolean;
}

const maxJson = 8 * 1024 * 1024;

/** Names containers from the files that their runtimes keep, each read when the container is new or the file changed. */
export class RuntimeRecords {
  #kept = new Map<string, Kept>();
  readonly #stores: PodmanStores;
  readonly #pods: PodmanPods;

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
    /** Asks docker for one container it started; used once for each that its files do not name. */
    private readonly inspect: (id: string) => Promise<unknown>,
  ) {
    this.#stores = new PodmanStores(files);
    this.#pods = new PodmanPods(files);
  }

  /** Records of all groups of one reading, in their order; forgets all others. */
  async describe(
    groups: readonly Group[],
    bootId: string,
    placesOf: (group: Group) => Places,
  ): Promise<ContainerRecord[]> {
    this.#stores.begin();
    const kept = new Map<string, Kept>();
    const records = new Map<Group, ContainerRecord>();
    const taken = new Set<string>();
    for (const group of [...groups].sort((a, b) => weight(a) - weight(b))) {
      // Who looks after init tells its name; while a container starts that is not yet who it will be.
      const { init, parent } = group;
      const key = `${init.pid}:${init.startTime}:${parent?.pid}:${parent?.comm}:${init.comm}`;
      const entry = this.#current(this.#kept.get(key)) ?? this.#find(group, bootId, placesOf);
      if (entry.unnamed) await this.#ask(entry);
      kept.set(key, entry);
      // A container may call itself what it likes, but not take the place of another.
      if (weight(group) > 0 && taken.has(entry.record.id))
        entry.record = { ...entry.record, id: kernelId(init, bootId) };
      taken.add(entry.record.id);
      records.set(group, entry.record);
    }
    this.#kept = kept;
    return groups.flatMap((group) => {
      const record = records.get(group);
      if (!record) return [];
      const parent = (group.within && records.get(group.within)?.id) ?? null;
      return [record.parent === parent ? record : { ...record, parent }];
    });
  }

  /** What is on record, with the runtime's files read again if they were written since (a rename, an update). */
  #current(entry: Kept | undefined): Kept | undefined {
    if (entry?.podman) {
      const { path, id, naming: before } = entry.podman;
      const naming = this.#stores.naming(path, id);
      if (naming && naming !== before) {
        entry.record = named(entry.record, naming);
        entry.podman.naming = naming;
      }
    }
    if (entry?.asked) {
      const version = this.#version(entry.asked.path);
      if (version !== null && version !== entry.asked.version) {
        entry.asked.version = version;
        entry.record = { ...entry.record, declared: entry.asked.declare() };
      }
    }
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
    else if (entry.forgotten) entry.record = { ...entry.record, orphan: 'kernel-only' };
  }

  #find(group: Group, bootId: string, placesOf: (group: Group) => Places): Kept {
    const { parent, within } = group;
    const cmdline = parent ? this.#cmdline(parent.pid) : '';
    const supervisor = parent ? supervisorOf(parent.comm, cmdline) : null;
    const places = placesOf(group);
    const identity = identityOf(group, supervisor, places.storedId);
    const { runtime, own } = identity;
    // What runs in a container is in that one's hands, and so is every path that its runtime tells: none is followed.
    const readConfig = () => (within ? undefined : this.#config(group, supervisor, identity, places));
    const config = readConfig();
    const docker = within || runtime !== 'docker' ? null : this.#dockerDirectory(config, own, places);
    // The configuration is read again when it is asked for again: kept, it would be most of a container's memory.
    const runc = within || own === null ? null : this.#runcState(group, supervisor, identity, cmdline);
    const instance = within || runtime !== 'lxc' ? null : monitored(cmdline);
    const asked = instance && isOfIncus(instance) ? this.#incusBackup(instance) : runc;
    const rootless = parent !== null && isInUserNamespace(parent);
    const told = {
      runtime,
      own,
      docker,
      runc: runc?.path ?? null,
      rootless,
      supervisor: within ? '' : cmdline,
    };
    const declare = (read: unknown) => declaredOf(this.files, this.roots, { ...told, config: read });
    const annotations = labelsOf(fields(config).annotations);
    const incus = instance && incusNaming(this.files, this.roots.rootfs, instance);
    const record: ContainerRecord = {
      id: qualified(identity, group, supervisor, bootId),
      kind: isSandbox(annotations) ? 'pod-sandbox' : group.kind,
      runtime,
      name: nameFrom(annotations) ?? text(supervisor?.name) ?? plainName(group, own),
      image: imageFrom(annotations),
      labels: annotations,
      ports: [],
      orphan: isAbandoned(group, supervisor, identity) ? 'kernel-only' : null,
      parent: null,
      pod: podOf(annotations),
      declared: declare(config),
      ...incus,
    };
    const entry: Kept = {
      ...{ record, docker: null, podman: null, unnamed: false },
      asked: asked && { ...asked, declare: () => declare(readConfig()) },
    };
    if (within || own === null) return entry;
    if (runtime === 'docker') return this.#withDocker(entry, docker, () => declare(readConfig()));
    return runtime === 'podman' ? this.#withPodman(entry, own, group, supervisor, places) : entry;
  }

  #withDocker(entry: Kept, directory: string | null, declare: () => Declared | null): Kept {
    const path = `${directory}/config.v2.json`;
    const naming = directory === null ? null : this.#readDocker(path);
    if (naming === null)
      return { ...entry, unnamed: true, forgotten: directory !== null && this.#isAbsent(directory) };
    const version = this.#version(path) ?? '';
    return { ...entry, record: named(entry.record, naming), docker: { path, version, declare } };
  }

  #dockerDirectory(config: unknown, id: string | null, places: Places): string | null {
    const { mounts, root } = fields(config);
    const sources = list(mounts).flatMap((mount) => text(fields(mount).source) ?? []);
    const directory = dataRoot(sources, text(fields(root).path) ?? '') ?? places.dataRoot;
    return directory === null || id === null || !isPlain(id)
      ? null
      : `${below(this.roots.rootfs, directory)}/containers/${id}`;
  }

  #runcState(
    { claim }: Group,
    supervisor: Supervisor | null,
    { runtime, own }: Identity,
    cmdline: string,
  ): { path: string; version: string } | null {
    const namespace = supervisor?.namespace ?? claim?.namespace ?? null;
    for (const state of runcStates(runtime, own ?? '', namespace, cmdline)) {
      const path = below(this.roots.rootfs, state);
      const version = this.#version(path);
      if (version !== null) return { path, version };
    }
    return null;
  }

  #incusBackup(instance: Monitored): { path: string; version: string } | null {
    try {
      const path = backupPath(this.files, this.roots.rootfs, instance);
      return { path, version: this.files.version(path) };
    } catch {
      return null;
    }
  }

  #withPodman(
    entry: Kept,
    id: string,
    { claim }: Group,
    supervisor: Supervisor | null,
    places: Places,
  ): Kept {
    const bundle = /^(\/.*-containers)\/[0-9a-f]{64}\/userdata\/?$/.exec(supervisor?.bundle ?? '');
    const store = bundle?.[1] ?? places.store;
    if (store === null || store === undefined) return entry;
    const path = `${below(this.roots.rootfs, store)}/containers.json`;
    const naming = this.#stores.naming(path, id);
    const inPod = { ...entry.record, ...this.#podmanPod(path, claim?.cgroup ?? '', naming?.name ?? null) };
    return { ...entry, record: naming ? named(inPod, naming) : inPod, podman: { path, id, naming } };
  }

  /** The pod of one of podman's containers, by the cgroup that all of it are in; nothing where it is in none. */
  #podmanPod(path: string, cgroup: string, own: string | null): Partial<ContainerRecord> {
    const uid = podIdOf(cgroup);
    if (uid === null) return {};
    const name = this.#pods.name(path.slice(0, path.lastIndexOf('/', path.lastIndexOf('/') - 1)), uid);
    const isInfra = own === infraName(uid);
    const sandbox = this.#stores.idOf(path, infraName(uid));
    const pod = {
      namespace: '',
      name: name ?? uid.slice(0, 12),
      uid,
      container: isInfra ? null : own,
      sandbox,
    };
    return { pod, ...(isInfra && { kind: 'pod-sandbox' }) };
  }

  /** The OCI configuration: a shim runs in its bundle, or beside it where it serves a whole pod. */
  #config(
    { parent, claim }: Group,
    supervisor: Supervisor | null,
    { runtime, own }: Identity,
    places: Places,
  ): unknown {
    const told =
      supervisor?.bundle === 'cwd' && parent ? this.#besideCwd(parent.pid, own) : supervisor?.bundle;
    const namespace = supervisor?.namespace ?? claim?.namespace ?? null;
    for (const bundle of told ? [told] : own === null ? [] : usualBundles(runtime, own, namespace, places)) {
      const config = this.#json(`${below(this.roots.rootfs, bundle)}/config.json`);
      if (config !== undefined) return config;
    }
    return undefined;
  }

  #besideCwd(pid: number, id: string | null): string | null {
    try {
      const directory = onHost(this.files.readLink(`${this.roots.procfs}/${pid}/cwd`));
      return id === null || !isPlain(id)
        ? directory
        : `${directory.slice(0, directory.lastIndexOf('/'))}/${id}`;
    } catch {
      return null;
    }
  }

  #isAbsent(directory: string): boolean {
    try {
      return (
        this.files.exists(directory.slice(0, directory.lastIndexOf('/'))) && !this.files.exists(directory)
      );
    } catch {
      return false;
    }
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

/** How much a group's id is its own word: a cgroup on the host is made by who may; the rest anybody may forge. */
const weight = ({ claim, within }: Group): number => (within ? 2 : claim ? 0 : 1);

/** A user's docker has a /run of its own, with what was there in a directory of it (`rootlesskit --copy-up`). */
const onHost = (path: string): string => path.replace(/^(\/[^/]+)\/\.ro\d+\//, '$1/');

/** The initial user namespace has a fixed number (include/linux/proc_ns.h). */
const isInUserNamespace = ({ namespaces: { user } }: Process): boolean =>
  isKnown(user) && user !== initialNamespaceInode('user');
