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
    const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
    // As `run` reads: who sleeps is read whole in every fourth cycle. The other one hears nothing and reads all of it.
    const listening = createHostReader({ roots, collectorVersion: 'bench' });
    const whole = createHostReader({ roots, collectorVersion: 'bench' });
    const heard = listening.watch(() => undefined);
    const measured = async (reader: typeof whole) =>
      ownCpu(async () => {
        const read = new Set((await reader.read(new Date())).containers.map(({ instance }) => instance.pid));
        if (read.size < containers) throw new Error(`only ${read.size} of ${containers} were read`);
      });
    for (let warm = 0; warm < 20; warm += 1)
      for (const reader of [listening, whole]) await reader.read(new Date());
    const cycles: number[] = [];
    const wholes: number[] = [];
    const state: number[] = [];
    const lsns: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (let cycle = 0; cycle < 4; cycle += 1) cycles.push(await measured(listening));
      wholes.push(await measured(whole));
      const some = runc.ids.slice(round * asked, (round + 1) * asked);
      state.push(
        commandCpu(`bash -c '${some.map((id) => `${runc.command} state ${id}`).join(' && ')}'`) / some.length,
      );
      lsns.push(commandCpu('lsns'));
    }
    heard.close();
    const line = (what: string, ours: number) =>
      printRatio({ what, ours, unit: 'ms', peer: median(lsns), peerName: 'lsns' });
    line(`collector cycle, ${containers} containers, CPU`, median(cycles));
    line('with every one of them read whole', median(wholes));
    printRatio({
      what: 'full posture of one of them, CPU',
      ours: median(wholes) / containers,
      unit: 'ms',
      peer: median(state),
      peerName: 'runc state',
    });
  } finally {
    await runc.stop();
  }
}
