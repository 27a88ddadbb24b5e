import type { RuntimeName } from '@shoji/posture';
import { reasonOf, type Files, type Roots } from '../read/files.js';
import { below } from '../read/hostPath.js';
import type { Process } from '../read/processes.js';
import { imageFrom, nameFrom } from './annotations.js';
import { isPlain } from './bundles.js';
import { labelsOf, type Naming } from './docker.js';
import { grace, type Lost } from './dockerLost.js';
import { fields, integer, list, parseJson, text } from './fields.js';
import { PodmanStores } from './podman.js';
import { isSupervisor } from './supervisor.js';

const maxState = 8 * 1024 * 1024;

/** A container as runc or crun has it on record. */
interface State {
  pid: number;
  /** Clock ticks since boot. */
  startTime: number;
  bundle: string;
  startedAt: string;
}

/**
 * Finds containers of podman, CRI-O and containerd that only their runtime still knows: their state is there (of root's
 * containers), but init is gone, and so is whoever looked after it. LXC keeps no state of what runs, and docker's own
 * records say more than these.
 */
export class StateLost {
  readonly #stores: PodmanStores;
  /** When a container was first found missing, in milliseconds. */
  #missing = new Map<string, number>();

  constructor(
    private readonly files: Files,
    private readonly roots: Roots,
  ) {
    this.#stores = new PodmanStores(files);
  }

  /** As {@link DockerLost.find}: one is lost only when it is still missing two seconds later. */
  find(
    processes: readonly Process[],
    found: ReadonlySet<string>,
    now: number,
  ): { lost: Lost[]; unsure: boolean } {
    this.#stores.begin();
    const missing = new Map<string, number>();
    const lost: Lost[] = [];
    for (const { id, own, namespace, path } of this.#states()) {
      if (found.has(id)) continue;
      const state = stateOf(this.#json(path));
      if (state === null || isAlive(state, processes) || this.#isLookedAfter(own, processes)) continue;
      const known = this.#known(own, namespace, state.bundle);
      if (known === null) continue;
      const since = this.#missing.get(id) ?? now;
      missing.set(id, since);
      if (now - since >= grace) lost.push({ id, pid: state.pid, startedAt: state.startedAt, ...known });
    }
    this.#missing = missing;
    return { lost, unsure: missing.size > lost.length };
  }

  /** State files of containers by their ids: of runc and crun alone, and of runc below each namespace of containerd. */
  *#states(): Generator<{ id: string; own: string; namespace: string | null; path: string }> {
    for (const [root, file] of [
      ['/run/runc', 'state.json'],
      ['/run/crun', 'status'],
    ] as const)
      for (const own of this.#names(root))
        if (/^[0-9a-f]{64}$/.test(own))
          yield { id: own, own, namespace: null, path: `${root}/${own}/${file}` };
    const containerd = '/run/containerd/runc';
    for (const namespace of this.#names(containerd).filter((name) => name !== 'moby' && isPlain(name)))
      for (const own of this.#names(`${containerd}/${namespace}`).filter(isPlain)) {
        const id = /^[0-9a-f]{64}$/.test(own) ? own : `containerd:${namespace}:${own}`;
        yield { id, own, namespace, path: `${containerd}/${namespace}/${own}/state.json` };
      }
  }

  /** Whether the runtime has it on record besides, and under which name: a state alone may be left over. */
  #known(
    own: string,
    namespace: string | null,
    bundle: string,
  ): { runtime: RuntimeName; naming: Naming } | null {
    const annotations = labelsOf(fields(this.#json(`${bundle}/config.json`)).annotations);
    const naming = (name: string | null): Naming => ({
      ...{ name, image: imageFrom(annotations), labels: annotations, ports: [] },
    });
    if (namespace !== null)
      return this.#names(bundle).length > 0
        ? { runtime: 'containerd', naming: naming(nameFrom(annotations) ?? own.slice(0, 12)) }
        : null;
    const store = /^(\/.*-containers)\/[0-9a-f]{64}\/userdata\/?$/.exec(bundle)?.[1];
    const stored =
      store === undefined ? null : this.#stores.naming(this.#at(`${store}/containers.json`), own);
    if (stored === null) return null;
    if (annotations['io.container.manager'] === 'cri-o')
      return { runtime: 'cri-o', naming: naming(nameFrom(annotations) ?? stored.name) };
    return { runtime: 'podman', naming: { ...stored, labels: annotations } };
  }

  /** Whether a conmon or a shim is left that ends what is to be ended, or whose container merely was not deleted yet. */
  #isLookedAfter(own: string, processes: readonly Process[]): boolean {
    return processes.some(({ comm, directory }) => {
      if (!isSupervisor(comm)) return false;
      try {
        return this.files.readText(`${directory}/cmdline`).split('\0').includes(own);
      } catch (error) {
        reasonOf(error);
        return true;
      }
    });
  }

  #at(path: string): string {
    return below(this.roots.rootfs, path);
  }

  #names(directory: string): string[] {
    try {
      return this.files.readDir(this.#at(directory));
    } catch (error) {
      reasonOf(error);
      return [];
    }
  }

  /** What cannot be read tells of no container: nobody is called lost for that. */
  #json(path: string): unknown {
    try {
      return parseJson(this.files.readText(this.#at(path), maxState));
    } catch (error) {
      reasonOf(error);
      return undefined;
    }
  }
}

const isAlive = ({ pid, startTime }: State, processes: readonly Process[]): boolean =>
  processes.some((process) => process.pid === pid && process.startTime === startTime);

/** `state.json` of runc and `status` of crun say the same in other words. */
function stateOf(json: unknown): State | null {
  const state = fields(json);
  const labels = list(fields(state.config).labels).flatMap((label) => text(label) ?? []);
  const bundle =
    text(state.bundle) ?? labels.find((label) => label.startsWith('bundle='))?.slice('bundle='.length);
  const pid = integer(state.init_process_pid ?? state.pid);
  const startTime = integer(state.init_process_start ?? state['process-start-time']);
  if (bundle?.startsWith('/') !== true || pid === undefined || startTime === undefined) return null;
  const created = Date.parse(text(state.created) ?? '');
  return { pid, startTime, bundle, startedAt: new Date(Number.isNaN(created) ? 0 : created).toISOString() };
}
