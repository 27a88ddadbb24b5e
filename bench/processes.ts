/** What a scan of a host with ten thousand processes costs, against a C program that makes the same reads. */
import { execFileSync } from 'node:child_process';
import { namespaceTypes } from '../packages/posture/src/index.js';
import { createHostFiles } from '../apps/collector/src/read/hostFiles.js';
import { ProcessTable } from '../apps/collector/src/read/processes.js';
import { createHostReader } from '../apps/collector/src/read/snapshot.js';
import { commandCpu, median, ownCpu, printRatio } from './measure.js';
import { compile, startCrowd } from './programs.js';

const processes = 10_000;
const rounds = 5;
const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };

/** Interleaved rounds of first and later scans, the floor and `lsns` over the same processes. */
export async function benchProcesses(directory: string): Promise<void> {
  const floorProgram = compile('floor', directory);
  const crowd = await startCrowd(compile('crowd', directory), processes);
  try {
    const newTable = () => new ProcessTable(createHostFiles('/proc'), '/proc', new Set(namespaceTypes));
    const warm = createHostReader({ roots, collectorVersion: 'bench' });
    for (let round = 0; round < 4; round += 1) await warm.read(new Date());
    const figures = { scan: [], whole: [], again: [], floor: [], lsns: [] } as Record<string, number[]>;
    const add = (name: string, value: number) => figures[name]?.push(value);
    for (let round = 0; round < rounds; round += 1) {
      add('floor', floor(floorProgram));
      const table = newTable();
      add('scan', await ownCpu(() => expectAll(table.read().length)));
      const fresh = createHostReader({ roots, collectorVersion: 'bench' });
      add('whole', await ownCpu(() => fresh.read(new Date())));
      add('again', await ownCpu(() => warm.read(new Date())));
      add('lsns', commandCpu('lsns'));
    }
    const of = (name: string) => median(figures[name] ?? []);
    const line = (what: string, ours: string, peer: string, peerName: string) =>
      printRatio({ what, ours: of(ours), peer: of(peer), unit: 'ms', peerName });
    line(`first scan of ${processes} processes, CPU`, 'scan', 'floor', 'the same reads in C');
    line(`first scan of ${processes} processes, CPU`, 'scan', 'lsns', 'lsns');
    line('first whole reading of that host, CPU', 'whole', 'scan', 'its scan');
    line('later whole reading of that host, CPU', 'again', 'floor', 'the same reads in C');
    line('later whole reading of that host, CPU', 'again', 'lsns', 'lsns');
  } finally {
    await crowd.dismiss();
  }
}

/** CPU milliseconds of the floor. */
function floor(program: string): number {
  const [read, microseconds] = execFileSync(program, { encoding: 'utf8' }).split(' ').map(Number);
  expectAll(read ?? 0);
  return (microseconds ?? NaN) / 1000;
}

function expectAll(read: number): void {
  if (read < processes) throw new Error(`only ${read} processes were read`);
}
