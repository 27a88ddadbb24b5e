/** What one reading of a host costs, against the tools people run by hand on the same containers. */
import { createHostReader } from '../apps/collector/src/read/snapshot.js';
import { startDocker } from '../test/harness/docker.js';
import { commandCpu, median, printRatio, processCpu } from './measure.js';

const containers = 60;
const rounds = 15;

/** Interleaved rounds of a warm collector cycle, `lsns` and `docker inspect` over 60 containers. */
export async function benchCollector(dir: string): Promise<void> {
  const lab = await startDocker(dir);
  try {
    const names = Array.from({ length: containers }, (_, index) => `bench-${index}`);
    for (const name of names) await lab.start(name, '--network=none');
    const reader = createHostReader({
      roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
      collectorVersion: 'bench',
    });
    for (let warm = 0; warm < 100; warm += 1) await reader.read(new Date());
    const ours: number[] = [];
    const lsns: number[] = [];
    const inspect: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      const snapshot = await reader.read(new Date());
      const { user, system } = process.cpuUsage(before);
      ours.push((user + system) / 1000);
      if (
        snapshot.containers.filter(({ instance }) => instance.name.startsWith('bench-')).length !== containers
      ) {
        throw new Error('the reading missed a container');
      }
      lsns.push(commandCpu('lsns'));
      const daemon = processCpu(lab.pid);
      inspect.push(
        commandCpu(`docker -H unix://${lab.socket} inspect ${names.join(' ')}`) +
          processCpu(lab.pid) -
          daemon,
      );
    }
    const cycle = { what: `collector cycle, ${containers} containers, CPU`, ours: median(ours), unit: 'ms' };
    printRatio({ ...cycle, peer: median(lsns), peerName: 'lsns' });
    printRatio({ ...cycle, peer: median(inspect), peerName: 'docker inspect, client and daemon' });
  } finally {
    await lab.stop();
  }
}
