/** What the collector keeps in memory, with two hundred containers and over many that come and go. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { stopProcess } from '../test/harness/process.js';
import { makeParent } from './cgroup.js';
import { printRatio } from './measure.js';
import { memory, pidOf, startCollector, startIdleNode, type Running } from './running.js';
import { prepareRunc } from './runtime.js';

const containers = 200;
/** Containers that are started and removed, in so many rounds. */
const churn = 10_000;
const rounds = 5;
/** So many live side by side, for long enough to be read. */
const atOnce = 50;
const restMilliseconds = 700;

/** Resident and anonymous memory against an idle node, before 10,000 containers have come and gone, and after. */
export async function benchMemory(directory: string): Promise<void> {
  const runc = prepareRunc(`${directory}/runc`);
  const node = startIdleNode();
  try {
    runc.start(containers);
    const collector = await startCollector(`${directory}/collector`, '--interval', '1');
    try {
      await settle(collector);
      const first = memory(collector.pid);
      const resident = { what: `resident set, ${containers} containers`, unit: 'MiB' };
      const peer = { peer: memory(node.pid).resident, peerName: 'an idle node' };
      printRatio({ ...resident, ours: first.resident, ...peer });
      console.log(
        `${`anonymous memory, ${containers} containers`.padEnd(46)} ${first.anonymous.toFixed(2)} MiB`,
      );
      for (let round = 1; round <= rounds; round += 1) {
        await comeAndGo(churn / rounds);
        await settle(collector);
        const { resident: ours, anonymous } = memory(collector.pid);
        const done = (churn / rounds) * round;
        const what = `resident set after ${done} starts and stops`;
        printRatio({ what, ours, peer: first.resident, unit: 'MiB', peerName: 'before them' });
        console.log(`${`anonymous memory after ${done}`.padEnd(46)} ${anonymous.toFixed(2)} MiB`);
      }
    } finally {
      await collector.stop();
    }
  } finally {
    await node.stop();
    await runc.stop();
  }
}

/** Containers as far as the collector can tell: a cgroup of the form runtimes use, with a process in it. */
async function comeAndGo(count: number): Promise<void> {
  const parent = makeParent();
  try {
    for (let done = 0; done < count; done += atOnce) {
      const batch = Array.from({ length: atOnce }, () => {
        const cgroup = `${parent}/${randomBytes(32).toString('hex')}`;
        mkdirSync(cgroup);
        const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
        writeFileSync(`${cgroup}/cgroup.procs`, String(pidOf(child)));
        return { cgroup, child };
      });
      await pause(restMilliseconds);
      for (const { cgroup, child } of batch) {
        await stopProcess(child);
        rmdirSync(cgroup);
      }
    }
  } finally {
    rmdirSync(parent);
  }
}

/** Waits for ten more reports: readings that the garbage of earlier ones does not outlive. */
const settle = ({ server }: Running): Promise<unknown> => server.received(server.reports.length + 10);
