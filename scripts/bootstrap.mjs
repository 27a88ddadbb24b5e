/**
 * First thing every npm script runs, under whatever Node the machine has (20 or later) and without dependencies:
 * installs what the lock file asks for and node_modules does not hold, then goes on with the given script under the
 * project's own Node. Signals reach that script once, and its exit code is ours.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules/.bin/node');
const oldest = 20;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(`Shoji needs Node ${oldest} or later to install itself; this is ${process.version}.`);
  process.exit(1);
}
if (!installed()) await install();
await hand([...process.argv.slice(2)]);

/** Whether node_modules holds every package of the lock file in its version; npm writes its own record last. */
function installed() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record) || !existsSync(node)) return false;
  const wanted = packages(join(root, 'package-lock.json'));
  const present = packages(record);
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.includes('node_modules/') ||
      optional ||
      (link ? existsSync(join(root, path)) : present[path]?.version === version),
  );
}

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

async function install() {
  const started = Date.now();
  console.error('Installing the dependencies (once, about a minute) …');
  // Standard output belongs to the script that follows.
  const code = await ended(
    spawn('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      // Prisma's own installer would download an engine that Shoji does not use.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
        PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
      },
    }),
  );
  if (code !== 0 || !installed()) {
    console.error('The dependencies could not be installed: npm ci failed, see above.');
    process.exit(code || 1);
  }
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

async function hand([script, ...args]) {
  const child = spawn(node, [join(root, script), ...args], {
    // Over the channel a launcher notices when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  followParent(child);
  process.exitCode = await ended(child);
}

/** npm that was killed can forward nothing any more: its death is taken for the signal it would have sent. */
function followParent(child) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event || parent === 1) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 500);
  timer.unref();
}

function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${child.spawnfile} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
