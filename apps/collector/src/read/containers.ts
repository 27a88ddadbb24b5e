import { namespaceTypes, type Fact, type NamespaceRelation, type NamespaceType } from '@shoji/posture';
import type { Breath } from './breath.js';
import { ownCgroupDirectories } from './cgroups.js';
import type { CgroupWrites } from './cgroupWrites.js';
import { ContainerReader, type ReadWalls, type Surroundings } from './container.js';
import type { Group } from './group.js';
import type { Process } from './processes.js';

type Relations = Record<NamespaceType, Fact<NamespaceRelation>>;

/** A container whose walls were read in this reading, or stand from an earlier one. */
export interface ReadGroup {
  group: Group;
  walls: ReadWalls;
  startedAt: string;
}

/** What one reading asks about its containers. */
export interface Reading {
  around: Surroundings;
  breath: Breath;
  relationsOf(process: Process): Relations;
  startedAt(process: Process): string;
  isAlive(process: Process): boolean;
}

/** Readings from one whole one of a container that sleeps to the next. */
export const wholeEvery = 4;

interface Kept {
  reader: ContainerReader;
  startedAt: string;
  whole: Whole | null;
}

/** A whole reading of a container, and what it hung on. */
interface Whole {
  walls: ReadWalls;
  processes: readonly Process[];
  relations: Relations;
  around: Pick<Surroundings, 'key' | 'cgroupMounts'>;
  /** Of its cgroups and all above, where they bound anything; and how many writes had been heard of before it was read. */
  directories: readonly string[];
  writes: number;
}

/** With the pid a start time names a process for good. */
const keyOf = ({ pid, startTime }: Process): string => `${pid}:${startTime}`;

/**
 * Reads the walls of containers, again and again. One that sleeps is read whole in every fourth reading only: none of its
 * processes ran, so none changed a wall, and nobody wrote to its cgroups, of which the kernel tells (docs/adr/0012).
 */
export class Containers {
  #kept = new Map<string, Kept>();
  #readings = 0;

  /** `writes` is `null` where nobody listens to the kernel: then every container is read whole. */
  async read(groups: readonly Group[], reading: Reading, writes: CgroupWrites | null): Promise<ReadGroup[]> {
    this.#readings += 1;
    const kept = new Map<string, Kept>();
    const read: ReadGroup[] = [];
    for (const group of groups) {
      if (reading.breath.due) await reading.breath.take();
      const key = keyOf(group.init);
      const relations = reading.relationsOf(group.init);
      const entry = this.#kept.get(key) ?? {
        reader: new ContainerReader(),
        startedAt: reading.startedAt(group.init),
        whole: null,
      };
      if (!this.#sleeps(entry.whole, group, relations, reading.around, writes)) {
        entry.whole = this.#readWhole(entry.reader, group, relations, reading.around, writes);
        // Half a container is none: init may have gone, and its pid to somebody else, while its files were read.
        if (!reading.isAlive(group.init)) continue;
      }
      kept.set(key, entry);
      read.push({ group, walls: entry.whole.walls, startedAt: entry.startedAt });
    }
    this.#kept = kept;
    writes?.forgetUnused();
    return read;
  }

  #readWhole(
    reader: ContainerReader,
    group: Group,
    relations: Relations,
    around: Surroundings,
    writes: CgroupWrites | null,
  ): Whole {
    // Watched first: what is written while the files are read is heard of after it.
    const directories = writes ? ownCgroupDirectories(around.cgroupMounts, group.init.cgroups.paths) : [];
    writes?.watch(directories);
    const before = writes?.now ?? 0;
    const { key, cgroupMounts } = around;
    return {
      walls: reader.read(group, relations, around),
      around: { key, cgroupMounts },
      ...{ processes: group.processes, relations, directories, writes: before },
    };
  }

  #sleeps(
    whole: Whole | null,
    { init, processes }: Group,
    relations: Relations,
    around: Surroundings,
    writes: CgroupWrites | null,
  ): whole is Whole {
    return (
      whole !== null &&
      writes !== null &&
      (this.#readings + init.pid) % wholeEvery !== 0 &&
      whole.around.key === around.key &&
      whole.around.cgroupMounts === around.cgroupMounts &&
      processes.length === whole.processes.length &&
      // The same object did not run; of more than one thread it is not known of each.
      processes.every((process, at) => process === whole.processes[at] && process.threads === 1) &&
      namespaceTypes.every((type) => relations[type] === whole.relations[type]) &&
      (relations.network !== 'own' || whole.walls.listeners !== undefined) &&
      writes.quiet(whole.directories, whole.writes)
    );
  }
}
