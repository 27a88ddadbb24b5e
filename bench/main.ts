/** `npm run bench`: prints every figure as a ratio to a peer or a floor measured in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCollector } from './collector.js';
import { benchIntake } from './intake.js';

const directory = mkdtempSync(join(tmpdir(), 'shoji-bench-'));
try {
  await benchCollector(join(directory, 'docker'));
  await benchIntake(join(directory, 'data'));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
