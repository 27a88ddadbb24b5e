import { isKnown, unreadable, type Fact } from '@shoji/posture';
import { parseStatus, type Status } from '@shoji/procfs';
import type { Walls } from './deviations.js';
import { reasonOf, type Files } from './files.js';
import { map, parsed } from './limits.js';
import { readLsmLabels, type LsmSupport } from './lsm.js';
import type { Process } from './processes.js';
import { cut } from './stableName.js';
import { readFact } from './text.js';
import type { Values } from './values.js';

interface Around {
  files: Files;
  lsm: LsmSupport;
  values: Values;
  idMapsOf(process: Process): readonly [Fact<string>, Fact<string>];
}

/** Reads the walls of single processes; keeps what a process that did not run cannot have changed (docs/adr/0012). */
export class ProcessWalls {
  readonly #kept = new WeakMap<Process, Pick<Walls, 'status' | 'root'>>();

  read(process: Process, around: Around): Walls {
    const { files, lsm, values } = around;
    const { directory } = process;
    return {
      process,
      ...this.#own(process, files, values),
      labels: readLsmLabels(files, directory, lsm),
      idMaps: () => around.idMapsOf(process),
      exe: () => {
        const target = linkFact(files, `${directory}/exe`);
        return isKnown(target) ? target : null;
      },
    };
  }

  /** Nobody but its own threads changes these, and the same object did not run. */
  #own(process: Process, files: Files, values: Values): Pick<Walls, 'status' | 'root'> {
    const kept = process.threads === 1 ? this.#kept.get(process) : undefined;
    if (kept) return kept;
    const { directory } = process;
    const text = readFact(files, `${directory}/status`);
    const own = {
      status: map(text, (known) =>
        map(parsed(known, wallsOfStatus), (status): Fact<Status> =>
          values.made('status', textOf(status), () => status),
        ),
      ),
      root: linkFact(files, `${directory}/root`),
    };
    if (isKnown(own.status)) this.#kept.set(process, own);
    return own;
  }
}

/** Without the lines that change while nothing of the walls does. */
const wallsOfStatus = (text: string): Status => ({
  ...parseStatus(text),
  State: '',
  Threads: 0,
  TracerPid: 0,
  Name: '',
  // Nor those that differ between two equal processes.
  ...{ Tgid: 0, Pid: 0, PPid: 0, NStgid: null, NSpid: null },
});

const textOf = (status: Status): string => Object.values(status).map(String).join(' ');

function linkFact(files: Files, path: string): Fact<string> {
  try {
    return cut(files.readLink(path));
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}
