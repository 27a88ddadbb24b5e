import type { Fact, Posture } from '@shoji/posture';
import type { CgroupFiles, OfTexts } from './cgroupFiles.js';
import type { CgroupMounts } from './cgroupMounts.js';
import { readBounds, readShares, type Bounds, type Shares } from './cgroups.js';
import { Derived } from './derived.js';
import type { Group } from './group.js';
import type { Values } from './values.js';

/** Weights, CPU sets and throttles are read in the first readings of a container, then in every eighth. */
const sharesSettled = 2;
const sharesEvery = 8;

/** What was read of the cgroups that a container is in. */
interface Read {
  bounds: OfTexts<Bounds> | null;
  shares: Shares | null;
}

interface Around {
  cgroupMounts: Fact<CgroupMounts>;
  cgroupFiles: CgroupFiles;
  values: Values;
}

/** Reads the cgroups of one container again and again; what was made of their files stands while those say the same. */
export class ContainerCgroups {
  #readings = 0;
  readonly #read = new Derived<Read>();
  readonly #wall = new Derived<Posture['cgroups']>();

  /** `writable` is known by who knows the container's mounts. */
  read({ claim, init }: Group, writable: Fact<boolean>, around: Around): Posture['cgroups'] {
    const { cgroupMounts: mounts, cgroupFiles: files, values } = around;
    const { paths, path } = init.cgroups;
    const self = claim?.cgroup ?? path;
    const input = { mounts, files, paths, self };
    const read = this.#read.of([mounts, paths, self], () => ({ bounds: null, shares: null }));
    this.#readings += 1;
    read.bounds = files.again(read.bounds, () => readBounds(input));
    if (!read.shares || this.#readings <= sharesSettled || (this.#readings + init.pid) % sharesEvery === 0)
      read.shares = values.same(readShares(input));
    const { value: bounds } = read.bounds;
    const { cpu, io } = read.shares;
    return this.#wall.of([bounds, read.shares, writable], () =>
      values.same({ ...bounds, cpu: { ...bounds.cpu, ...cpu }, io, writable }),
    );
  }
}
