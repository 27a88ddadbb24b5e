/** What the full postures of two hundred containers cost, against asking their runtime for their state. */
import { createHostReader } from '../apps/collector/src/read/snapshot.js';
import { commandCpu, median, ownCpu, printRatio } from './measure.js';
import { prepareRunc } from './runtime.js';

const containers = 200;
const rounds = 9;
/** Containers that the runtime is asked for in a round. */
const asked = 20;

/** Interleaved rounds of a warm reading of 200 containers, `runc state` and `lsns`. */
export async function benchPostures(directory: string): Promise<void> {
  const runc = prepareRunc(directory);
  try {
    runc.start(containers);
    const reader = createHostReader({
      roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
      collectorVersion: 'bench',
    });
    for (let warm = 0; warm < 20; warm += 1) await reader.read(new Date());
    const ours: number[] = [];
    const state: number[] = [];
    const lsns: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(
        await ownCpu(async () => {
          const read = new Set(
            (await reader.read(new Date())).containers.map(({ instance }) => instance.pid),
          );
          if (read.size < containers) throw new Error(`only ${read.size} of ${containers} were read`);
        }),
      );
      const some = runc.ids.slice(round * asked, (round + 1) * asked);
      state.push(
        commandCpu(`bash -c '${some.map((id) => `${runc.command} state ${id}`).join(' && ')}'`) / some.length,
      );
      lsns.push(commandCpu('lsns'));
    }
    const cycle = { what: `collector cycle, ${containers} containers, CPU`, ours: median(ours), unit: 'ms' };
    printRatio({ ...cycle, peer: median(lsns), peerName: 'lsns' });
    printRatio({
      what: 'full posture of one of them, CPU',
      ours: median(ours) / containers,
      unit: 'ms',
      peer: median(state),
      peerName: 'runc state',
    });
  } finally {
    await runc.stop();
  }
}
