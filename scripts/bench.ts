/** `npm run bench`: bundles the benches with the sources they measure and runs them. Needs root, dockerd and runc. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const outfile = join(root, 'bench/dist/bench.mjs');
await build({
  entryPoints: [join(root, 'bench/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  packages: 'external',
  alias: Object.fromEntries(
    ['posture', 'procfs', 'rules', 'risk'].map((name) => [
      `@shoji/${name}`,
      join(root, `packages/${name}/src/index.ts`),
    ]),
  ),
  logLevel: 'warning',
});
process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
