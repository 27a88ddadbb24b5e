/** `npm run bench`: builds, then runs the measurements; these share the tests' harness, whose imports end in `.js`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './start/build.ts';
import { sentence } from './start/failure.ts';
import { repository } from './start/settings.ts';

try {
  await build();
} catch (error) {
  console.error(sentence(error));
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    ...['--import', join(import.meta.dirname, 'typescript-imports.mjs')],
    join(repository, 'bench/main.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
