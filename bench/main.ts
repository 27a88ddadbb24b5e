/** `npm run bench`: prints every figure as a ratio to a peer or a floor measured in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '../test/harness/system.js';
import { benchCollector } from './collector.js';
import { benchIntake } from './intake.js';
import { benchWeb } from './web.js';

const directory = mkdtempSync(join(tmpdir(), 'shoji-bench-'));
try {
  await benchCollector(join(directory, 'docker'));
  const system = await startSystem(join(directory, 'data'));
  try {
    await benchWeb(system);
    await benchIntake(system);
  } finally {
    await system.stop();
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
