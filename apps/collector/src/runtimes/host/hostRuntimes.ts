import {
  isKnown,
  unreadable,
  unsupported,
  type Fact,
  type HostDocument,
  type HostRuntime,
} from '@shoji/posture';
import { reasonOf, type Files, type Roots } from '../../read/files.js';
import { below, hostPath } from '../../read/hostPath.js';
import type { NamespaceIds } from '../../read/namespaces.js';
import type { Process } from '../../read/processes.js';
import { containerdConfiguration } from './containerdConfiguration.js';
import { crioConfiguration } from './crioConfiguration.js';
import { findDaemons, type Daemon } from './daemons.js';
import { dockerConfiguration } from './dockerDaemon.js';
import { dockerVersions, type DockerVersions } from './dockerVersion.js';
import { lxcConfiguration } from './lxcConfiguration.js';
import { packagedVersions, packagesVersion, type Program } from './packages.js';
import { podmanConfiguration } from './podmanConfiguration.js';
import type { Configuration } from './settings.js';

/** Runtimes that are programs without a daemon. */
const programs: readonly (Program & { runtime: string })[] = [
  { runtime: 'bubblewrap', file: 'bwrap', packages: ['bubblewrap'] },
  { runtime: 'crun', file: 'crun', packages: ['crun'] },
  { runtime: 'lxc', file: 'lxc-start', packages: ['lxc', 'lxc-utils'] },
  { runtime: 'podman', file: 'podman', packages: ['podman'] },
  { runtime: 'runc', file: 'runc', packages: ['runc', 'moby-runc'] },
  { runtime: 'systemd-nspawn', file: 'systemd-nspawn', packages: ['systemd-container', 'systemd'] },
];

/** Where daemons look for programs, in their order. */
const directories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What changes with a configuration. A drop-in edited in place shows with the next full look. */
const watched = [
  '/etc/docker/daemon.json',
  '/etc/containerd/config.toml',
  '/etc/containers/containers.conf',
  '/etc/containers/containers.conf.d',
  '/usr/share/containers/containers.conf',
  '/etc/crio/crio.conf',
  '/etc/crio/crio.conf.d',
  '/etc/lxc/default.conf',
  '/etc/group',
  '/etc/passwd',
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/podman/podman.sock',
  '/run/crio/crio.sock',
  ...directories,
];

/** Readings between two looks at whether a file changed; a daemon that came or went is seen in each. */
const checkEvery = 8;
/** Readings until everything is read again although nothing seems to have changed. */
const lookEvery = 80;
/** A daemon that does not answer is asked this often in its life. */
const mostQuestions = 3;

type Found = Pick<HostDocument, 'runtimes' | 'runtimesComplete'>;

interface Asked {
  questions: number;
  versions: DockerVersions | null;
}

/**
 * Runtimes of the host with their versions and settings. Looks again only when a daemon or one of the files changed; a
 * docker daemon is asked for its version once in its life, and nothing is ever executed.
 */
export class HostRuntimes {
  #kept: { daemons: string; files: string; age: number; found: Found } | null = null;
  #asked = new Map<string, Asked>();

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
    /** `GET /version` on a docker socket; `null` where it does not answer. */
    private readonly askVersion: (socketPath: string) => Promise<unknown>,
  ) {}

  async read(processes: readonly Process[], host: NamespaceIds): Promise<Found> {
    const { files, roots } = this;
    const daemons = findDaemons(files, roots, processes, host);
    const key = JSON.stringify(daemons);
    const kept = this.#kept?.daemons === key ? this.#kept : null;
    if (kept && ++kept.age % checkEvery !== 0) return kept.found;
    const versions = this.#versions();
    if (kept?.files === versions && kept.age < lookEvery) return kept.found;
    const { found, settled } = await this.#look(daemons);
    this.#kept = settled ? { daemons: key, files: versions, age: 0, found } : null;
    return found;
  }

  async #look(daemons: readonly Daemon[]): Promise<{ found: Found; settled: boolean }> {
    const { files, roots } = this;
    const asked = new Map<string, Asked>();
    for (const daemon of daemons)
      if (daemon.runtime === 'docker') asked.set(daemon.key, await this.#ask(daemon));
    this.#asked = asked;

    const installed = programs.map((program) => ({ ...program, path: this.#locate(program.file) }));
    const located = [...daemons, ...installed].flatMap((each) =>
      typeof each.path === 'string' ? [{ ...each, path: each.path }] : [],
    );
    const versions = packagedVersions(files, roots.rootfs, located);
    const packaged = new Map(
      located.map(({ runtime, path }, index) => [`${runtime} ${path}`, versions[index]]),
    );
    const answers = [...asked.values()].flatMap(({ versions }) => versions ?? []);
    const versionOf = ({ runtime, path }: { runtime: string; path: Fact<string> }): Fact<string> => {
      const own = typeof path === 'string' ? packaged.get(`${runtime} ${path}`) : path;
      if (own !== undefined && isKnown(own)) return own;
      // Only where there is one of a kind is it sure to be the one that docker speaks of.
      const told = daemons.filter((daemon) => daemon.runtime === runtime).length > 1 ? [] : answers;
      return told[0]?.components.get(runtime) ?? own ?? unreadable('not found');
    };

    const runtimes = [
      ...daemons.map((daemon): HostRuntime => ({
        name: daemon.runtime,
        version: asked.get(daemon.key)?.versions?.engine ?? versionOf(daemon),
        configuration: this.#configuration(daemon),
      })),
      ...installed.flatMap((program): HostRuntime[] =>
        program.path === null || !isKnown(program.path)
          ? []
          : [
              {
                name: program.runtime,
                version: versionOf({ ...program, path: program.path }),
                configuration: this.#settings(program.runtime),
              },
            ],
      ),
    ];
    const unseen = installed.flatMap(({ path }) => (path !== null && !isKnown(path) ? [path] : []))[0];
    return {
      found: { runtimes: distinct(runtimes), runtimesComplete: unseen ?? true },
      settled: [...asked.values()].every(
        ({ questions, versions }) => versions !== null || questions >= mostQuestions,
      ),
    };
  }

  #configuration(daemon: Daemon): Configuration {
    const { files, roots } = this;
    const { runtime, args, readsHostFiles } = daemon;
    if (runtime === 'systemd') return noneOfItsOwn;
    if (!isKnown(readsHostFiles)) return readsHostFiles;
    if (!isKnown(args)) return args;
    if (runtime === 'docker') return dockerConfiguration(files, roots.rootfs, args).settings;
    if (runtime === 'containerd') return containerdConfiguration(files, roots.rootfs, args);
    if (runtime === 'cri-o') return crioConfiguration(files, roots.rootfs, args);
    return unreadable('kept in a database of its own');
  }

  #settings(runtime: string): Configuration {
    if (runtime === 'podman') return podmanConfiguration(this.files, this.roots.rootfs);
    if (runtime === 'lxc') return lxcConfiguration(this.files, this.roots.rootfs);
    return noneOfItsOwn;
  }

  async #ask({ key, args, readsHostFiles }: Daemon): Promise<Asked> {
    const asked = this.#asked.get(key) ?? { questions: 0, versions: null };
    if (asked.versions !== null || asked.questions >= mostQuestions) return asked;
    if (!isKnown(args) || !isKnown(readsHostFiles)) return { questions: mostQuestions, versions: null };
    const [socket] = dockerConfiguration(this.files, this.roots.rootfs, args).sockets;
    if (socket === undefined) return { questions: mostQuestions, versions: null };
    let path: string;
    try {
      path = hostPath(this.files, this.roots.rootfs, socket);
    } catch (error) {
      reasonOf(error);
      return { questions: mostQuestions, versions: null };
    }
    return { questions: asked.questions + 1, versions: dockerVersions(await this.askVersion(path)) };
  }

  /** Where a program lies on the host, `null` where it does not. */
  #locate(file: string): Fact<string> | null {
    const { files, roots } = this;
    try {
      // A root without programs is none: they are elsewhere, not absent.
      if (!files.exists(below(roots.rootfs, '/usr')))
        return unreadable(`no host is at ${roots.rootfs}`.slice(0, 200));
      return (
        directories
          .map((directory) => `${directory}/${file}`)
          .find((path) => files.exists(below(roots.rootfs, path))) ?? null
      );
    } catch (error) {
      return unreadable(reasonOf(error));
    }
  }

  /** Changes with any of the files that were looked at. */
  #versions(): string {
    const { files, roots } = this;
    const versions = watched.map((path) => {
      try {
        return files.version(below(roots.rootfs, path));
      } catch (error) {
        return reasonOf(error);
      }
    });
    return [packagesVersion(files, roots.rootfs), ...versions].join('\n');
  }
}

const noneOfItsOwn = unsupported('has no configuration of its own');

/** Two daemons that are alike in everything are one entry; in an order that equal hosts share. */
function distinct(runtimes: readonly HostRuntime[]): HostRuntime[] {
  const found = new Map(runtimes.map((runtime) => [JSON.stringify(runtime), runtime]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, runtime]) => runtime);
}
