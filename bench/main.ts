/**
 * `npm run bench`: prints every figure as a ratio to a peer or a floor measured in the same run.
 * `npm run bench -- NAME…` runs some of the measurements.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System } from '../test/harness/system.js';
import { benchCollector } from './collector.js';
import { benchIdle } from './idle.js';
import { benchIntake } from './intake.js';
import { benchJudge } from './judge.js';
import { benchMemory } from './memory.js';
import { benchNotice } from './notice.js';
import { benchPostures } from './postures.js';
import { benchProcesses } from './processes.js';
import { benchRejudge } from './rejudge.js';
import { benchVisible } from './visible.js';
import { benchWeb } from './web.js';

/** A measurement gets a directory of its own; those of the server share one system. */
const ofTheHost: Record<string, (directory: string) => Promise<void>> = {
  collector: benchCollector,
  postures: benchPostures,
  processes: benchProcesses,
  notice: benchNotice,
  idle: benchIdle,
  memory: benchMemory,
  judge: benchJudge,
};
const ofTheServer: Record<string, (system: System) => Promise<void>> = {
  web: benchWeb,
  intake: benchIntake,
  visible: benchVisible,
  // Last: it leaves half a million containers behind.
  rejudge: benchRejudge,
};

const names = [...Object.keys(ofTheHost), ...Object.keys(ofTheServer)];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}; there are: ${names.join(' ')}.`);
  process.exit(2);
}
const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);

/** One measurement that fails leaves the others to be made. */
async function attempt(name: string, measure: () => Promise<void>): Promise<void> {
  try {
    await measure();
  } catch (error) {
    console.error(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

const directory = mkdtempSync(join(tmpdir(), 'shoji-bench-'));
try {
  for (const [name, measure] of Object.entries(ofTheHost))
    if (wanted(name)) await attempt(name, () => measure(join(directory, name)));
  if (Object.keys(ofTheServer).some(wanted)) {
    const system = await startSystem(join(directory, 'data'));
    try {
      for (const [name, measure] of Object.entries(ofTheServer))
        if (wanted(name)) await attempt(name, () => measure(system));
    } finally {
      await system.stop();
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
