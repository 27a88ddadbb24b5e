import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HostDocument, Instance, Posture, Traits } from '../../packages/posture/src/index.js';
import { machine } from './machine.ts';
import { runIn } from './restore.ts';
import type { Testimony } from './witness.ts';

const repository = join(import.meta.dirname, '../..');

/** One container of a scan. */
export interface Scanned {
  id: string;
  name: string;
  posture: Posture;
  instance: Instance;
  traits: Traits;
}

/** What `scan --json` prints, as far as it is compared. */
export interface Scan {
  host: HostDocument;
  containers: Scanned[];
}

/** What a restored machine is seen to be: by its kernel, by the collector as root, and by it as uid 1000. */
export interface Observation {
  kernel: Testimony;
  host: HostDocument;
  root: Scanned[];
  check: string;
  tester: Scanned[];
  testerCheck: string;
}

const asTester = 'setpriv --reuid=1000 --regid=1000 --clear-groups';
export const collector = 'node dist/shoji-collector.mjs';

/** Runs a script in a restored machine, beside the collector and the witness; `read` gives what it left in `out/`. */
export async function inMachine<T>(script: string, read: (file: (name: string) => string) => T): Promise<T> {
  const job = mkdtempSync(join(tmpdir(), 'shoji-vm-job-'));
  let out: string | undefined;
  chmodSync(job, 0o755); // the guest's user reads it, too
  try {
    for (const path of ['test/lab/kernel.ts', 'test/vm/witness.ts']) {
      mkdirSync(dirname(join(job, path)), { recursive: true });
      cpSync(join(repository, path), join(job, path));
    }
    cpSync(join(repository, 'apps/collector/dist'), join(job, 'dist'), { recursive: true });
    writeFileSync(join(job, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(join(job, 'run'), `set -e\n${script}`);
    const results = (out = await runIn(await machine(), job));
    const file = (name: string): string => readFileSync(join(results, name), 'utf8');
    if (file('rc').trim() !== '0')
      throw new Error(`the job in the machine failed:\n${file('stderr').slice(-3000)}`);
    return read(file);
  } finally {
    rmSync(job, { recursive: true });
    if (out !== undefined) rmSync(out, { recursive: true });
  }
}

/** Restores the machine and has it looked at from all sides. */
export const observe = (): Promise<Observation> =>
  inMachine(
    `
${collector} scan --all --json > out/root.json
node test/vm/witness.ts out/root.json > out/kernel.json
${collector} run --check > out/check
${asTester} ${collector} scan --all --json > out/tester.json
${asTester} ${collector} run --check > out/testerCheck
`,
    (file) => {
      const { host, containers } = JSON.parse(file('root.json')) as Scan;
      return {
        kernel: JSON.parse(file('kernel.json')) as Testimony,
        host,
        root: containers,
        check: file('check'),
        tester: (JSON.parse(file('tester.json')) as Scan).containers,
        testerCheck: file('testerCheck'),
      };
    },
  );
