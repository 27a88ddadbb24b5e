/** Bundles the collector to single files without node_modules. Run by Node's type stripping: `node build.ts`. */
import { chmodSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string };

/**
 * Takes the workspace's packages from source, and leaves out what is not used of them: they are pure, so importing a
 * module does nothing. That is how zod, 19 MB of resident memory, stays out.
 */
const workspace: Plugin = {
  name: 'workspace',
  setup(bundle) {
    bundle.onResolve({ filter: /^@shoji\// }, ({ path }) => ({
      path: here(`../../packages/${path.slice('@shoji/'.length)}/src/index.ts`),
      sideEffects: false,
    }));
    // A file of its own: bundled into the same one, its modules would be kept whole, zod with them.
    bundle.onResolve({ filter: /^\.\/commands\.js$/ }, () => ({
      path: './shoji-commands.mjs',
      external: true,
    }));
    // Imported, node:http shows all its exports at once, and one of them loads undici: 5 MB, and a third of a scan's time.
    bundle.onResolve({ filter: /^node:https?$/ }, ({ path }) => ({ path, namespace: 'required' }));
    bundle.onLoad({ filter: /^/, namespace: 'required' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module';
        export const { Agent, request } = createRequire(import.meta.url)('${path}');`,
    }));
    bundle.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) =>
      resolveDir.startsWith(here('../../packages/'))
        ? { path: resolve(resolveDir, `${path.slice(0, -3)}.ts`), sideEffects: false }
        : undefined,
    );
  },
};

const result = await build({
  entryPoints: { 'shoji-collector': here('src/main.ts'), 'shoji-commands': here('src/commands.ts') },
  outdir: here('dist'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minifySyntax: true,
  legalComments: 'none',
  define: { SHOJI_VERSION: JSON.stringify(version) },
  banner: { js: '#!/usr/bin/env node' },
  plugins: [workspace],
  metafile: true,
  logLevel: 'warning',
});

for (const [file, { bytes, inputs }] of Object.entries(result.metafile.outputs)) {
  const foreign = Object.keys(inputs).filter((input) => input.includes('node_modules/zod/'));
  if (foreign.length > 0) throw new Error(`zod is in ${file}, by way of ${foreign[0]}`);
  chmodSync(file, 0o755);
  console.log(`${file} ${Math.round(bytes / 1024)} KiB`);
}
