/** Bundles the collector to one file without node_modules. Run by Node's type stripping: `node build.ts`. */
import { appendFileSync, chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

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
    bundle.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) =>
      resolveDir.startsWith(here('../../packages/'))
        ? { path: resolve(resolveDir, `${path.slice(0, -3)}.ts`), sideEffects: false }
        : undefined,
    );
  },
};

/**
 * Imported or required, a module of Node's shows all its exports at once, and some of them load what nobody here uses
 * (undici, the REPL's history, worker threads): 14 MB of resident memory, and a third of a scan's time. Here each export
 * that somebody uses is taken by itself.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'lazy', sideEffects: false }));
    bundle.onLoad({ filter: /^/, namespace: 'lazy' }, async ({ path }) => {
      // commander would start subcommands that are programs of their own; there are none.
      if (path === 'node:child_process') return { contents: 'export default {}' };
      const names = Object.keys((await import(path)) as object).filter((name) =>
        /^(?!default$)\w+$/.test(name),
      );
      const exported = names.map((name) => `export const ${name} = /* @__PURE__ */ of('${name}');`);
      return {
        contents: `
          const all = /* @__PURE__ */ builtin('${path}');
          const of = (name) => all[name];
          export default all;
          ${exported.join('\n')}`,
      };
    });
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  // Node keeps the source: without comments it is half as long, and one character beyond Latin-1 would double it.
  minifyWhitespace: true,
  legalComments: 'none',
  define: { SHOJI_VERSION: JSON.stringify(version) },
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * The commands for people carry the rules and their words, which a running collector has no use for. They lie in the
 * same file as packed text, in a comment at its end that is read again only when somebody calls them.
 */
let packed = '';
const packedCommands: Plugin = {
  name: 'packed-commands',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/commands\.js$/ }, ({ path }) => ({ path, namespace: 'packed' }));
    bundle.onLoad({ filter: /.*/, namespace: 'packed' }, async () => {
      const entryPoints = [here('src/commands.ts')];
      const plain = await build({
        ...common,
        entryPoints,
        format: 'cjs',
        plugins: [workspace],
        write: false,
      });
      refuseZod(plain.metafile);
      packed = gzipSync(plain.outputFiles[0]?.contents ?? '', { level: 9 }).toString('base64');
      const source = readFileSync(here('src/commands.ts'), 'utf8');
      const names = Array.from(source.matchAll(/^export \{ (\w+) \} from/gm), ([, name]) => name);
      return {
        contents: `
          const { readFileSync } = builtin('node:fs');
          const { gunzipSync } = builtin('node:zlib');
          const { compileFunction } = builtin('node:vm');
          const own = readFileSync(new URL(import.meta.url), 'latin1');
          const packed = own.slice(own.lastIndexOf('/*') + 2, own.lastIndexOf('*/'));
          const text = gunzipSync(Buffer.from(packed, 'base64')).toString();
          const module = { exports: {} };
          const run = compileFunction(text, ['module', 'exports', 'require'], { filename: 'shoji-commands' });
          run(module, module.exports, require);
          export const { ${names.join(', ')} } = module.exports;`,
      };
    });
  },
};

rmSync(here('dist'), { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: [here('src/main.ts')],
  outfile: here('dist/shoji-collector.mjs'),
  format: 'esm',
  banner: {
    js: `#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);\n// Node has it since 20.16.\nconst builtin = process.getBuiltinModule ?? require;`,
  },
  plugins: [packedCommands, lazyBuiltins, workspace],
});
refuseZod(metafile);
const file = here('dist/shoji-collector.mjs');
appendFileSync(file, `/*${packed}*/\n`);
chmodSync(file, 0o755);
console.log(`${file} ${Math.round(statSync(file).size / 1024)} KiB`);

function refuseZod({ outputs }: Metafile): void {
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const foreign = Object.keys(inputs).find((input) => input.includes('node_modules/zod/'));
    if (foreign !== undefined) throw new Error(`zod is in ${file}, by way of ${foreign}`);
  }
}
