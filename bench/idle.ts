/** What the collector takes while nothing happens, against prometheus-node-exporter on the same host. */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { stopProcess, until } from '../test/harness/process.js';
import { printRatio } from './measure.js';
import { compile, startCrowd } from './programs.js';
import { exactCpu, memory, pidOf, startCollector, startIdleNode } from './running.js';
import { prepareRunc } from './runtime.js';

const containers = 50;
const processes = 1000;
/** Both are left alone for so long first, then measured for so long. */
const warmUpSeconds = 130;
const seconds = 600;
const scrapeSeconds = 15;

/** CPU of the bundled collector with its default interval, reports included, over ten minutes. */
export async function benchIdle(directory: string): Promise<void> {
  const runc = prepareRunc(`${directory}/runc`);
  const ended: (() => Promise<void>)[] = [() => runc.stop()];
  try {
    runc.start(containers);
    const crowd = await startCrowd(compile('crowd', directory), processes - containers);
    ended.push(crowd.dismiss);
    const node = startIdleNode();
    ended.push(node.stop);
    const collector = await startCollector(`${directory}/collector`);
    ended.push(collector.stop);
    const exporter = await startExporter();
    if (exporter) ended.push(exporter.stop);
    const scraping = exporter ? scrape(exporter.url, warmUpSeconds + seconds) : Promise.resolve();
    await pause(warmUpSeconds * 1000);
    const reports = collector.server.reports.length;
    const of = (pid: number | undefined) => (pid === undefined ? NaN : exactCpu(pid));
    const before = [of(collector.pid), of(exporter?.pid)];
    await pause(seconds * 1000);
    const [ours = NaN, peer = NaN] = [of(collector.pid), of(exporter?.pid)].map(
      (after, index) => ((after - (before[index] ?? NaN)) / (seconds * 1000)) * 100,
    );
    const told = collector.server.reports.length - reports;
    console.log(
      `measured ${seconds} s with ${containers} containers, ${processes} processes and ${told} reports`,
    );
    const what = 'idle collector, CPU';
    printRatio({ what, ours, peer, unit: '% of core', peerName: `node_exporter every ${scrapeSeconds} s` });
    printRatio({
      what: 'idle collector, resident set',
      ours: memory(collector.pid).resident,
      peer: memory(node.pid).resident,
      unit: 'MiB',
      peerName: 'an idle node',
    });
    await scraping;
  } finally {
    for (const end of ended.toReversed()) await end();
  }
}

/** The exporter with its processes collector; `null` where Debian's package is not installed. */
async function startExporter(): Promise<{ pid: number; url: string; stop: () => Promise<void> } | null> {
  const program = 'prometheus-node-exporter';
  if (spawnSync(program, ['--version']).status !== 0) {
    console.log(`${program} is not installed: nothing to compare with`);
    return null;
  }
  const address = '127.0.0.1:19100';
  const exporter = spawn(program, ['--collector.processes', `--web.listen-address=${address}`], {
    stdio: 'ignore',
  });
  const url = `http://${address}/metrics`;
  await until('the exporter answers', async () => (await fetch(url)).ok, { alive: exporter });
  return { pid: pidOf(exporter), url, stop: () => stopProcess(exporter) };
}

async function scrape(url: string, forSeconds: number): Promise<void> {
  for (let second = 0; second < forSeconds; second += scrapeSeconds) {
    await (await fetch(url)).text();
    await pause(scrapeSeconds * 1000);
  }
}
