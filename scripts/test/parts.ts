import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../start/build.ts';
import { repository } from '../start/settings.ts';
import { countJest, nothing, type Counts } from './counts.ts';

/**
 * Parts of a lane run one after another, lanes beside each other. `machine`: makes containers, or looks at all that run on
 * this machine, which only one may do at a time. `waiting`: waits for locks to expire or for another machine. `own`: all
 * others.
 */
export const lanes = ['machine', 'own', 'waiting'] as const;
type Lane = (typeof lanes)[number];

/** One part of `npm test`; every part but the test folders is a single check. */
export interface TestPart {
  name: string;
  lane: Lane;
  /** Prints through `print`. */
  run: (print: Print) => Promise<Counts>;
}

/** Takes what a tool prints, as it comes. */
export type Print = (text: string) => void;

const ok: Counts = { ...nothing, passed: 1 };
const bad: Counts = { ...nothing, failed: 1 };

const tool = (name: string): string => join(repository, 'node_modules/.bin', name);

/** Environment of every tool: the project's Node first. */
const environment = {
  ...process.env,
  PATH: `${join(repository, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
};

/** Runs a tool to its end, at most so many seconds: one that hangs has failed. Its exit code. */
function runTool(
  name: string,
  args: string[],
  print: Print,
  {
    env = environment,
    seconds = 900,
    quiet = false,
  }: { env?: object; seconds?: number; quiet?: boolean } = {},
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool(name), args, {
      cwd: repository,
      env: env as NodeJS.ProcessEnv,
      timeout: seconds * 1000,
      stdio: ['ignore', quiet ? 'ignore' : 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', print);
    child.once('error', reject);
    child.once('close', resolve);
  });
}

function check(name: string, ...commands: string[][]): TestPart {
  const run = async (print: Print) => {
    let counts = ok;
    for (const [program = '', ...args] of commands)
      if ((await runTool(program, args, print)) !== 0) counts = bad;
    return counts;
  };
  return { name, lane: 'own', run };
}

/** First of all: it generates the code that lint and type-check read. */
export const buildPart: TestPart = {
  name: 'build',
  lane: 'own',
  run: async (print) => {
    try {
      await build();
      return ok;
    } catch (error) {
      print(`${(error as Error).message}\n`);
      return bad;
    }
  },
};

/** Runs Jest and counts; a Jest that leaves no result has failed. */
async function jest(print: Print, config: string, ...paths: string[]): Promise<Counts> {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-test-'));
  const file = join(directory, 'result.json');
  try {
    const args = ['--config', config, '--json', `--outputFile=${file}`, '--passWithNoTests=false', ...paths];
    const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
    // With --json the result is also on standard output; the report for people is on standard error.
    await runTool('jest', args, print, { env: { ...environment, NODE_OPTIONS }, quiet: true });
    return existsSync(file) ? countJest(readFileSync(file, 'utf8')) : bad;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const checks: TestPart[] = [
  check('format', ['prettier', '--check', '--log-level=warn', '.']),
  check('lint', ['eslint', '.']),
  check(
    'types',
    ['tsc', '-p', 'tsconfig.json'],
    ['tsc', '-p', 'test'],
    ['tsc', '-p', 'apps/api/tsconfig.json'],
    ['tsc', '-p', 'apps/web/tsconfig.json'],
  ),
  check('arrows', ['depcruise', '--config', '.dependency-cruiser.js', 'packages', 'apps']),
  { name: 'unit', lane: 'own', run: (print) => jest(print, 'jest.config.js') },
];

/** From the narrow to the wide; a folder that is not named comes before the ones that need the whole system. */
const early = ['recordings', 'api', 'graphql', 'jobs'];
const late = ['deploy', 'runtimes', 'start', 'lab', 'drift', 'browser', 'faults'];

const laneOf = (name: string): Lane => {
  if (['jobs', 'vm'].includes(name)) return 'waiting';
  return ['reading', 'runtimes', 'lab', 'start', 'drift', 'browser', 'faults'].includes(name)
    ? 'machine'
    : 'own';
};

/** Every part in its order: the checks, then each folder of `test/` that holds tests. */
export function allParts(): TestPart[] {
  const folders = readdirSync(join(repository, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasTests(join(repository, 'test', entry.name)))
    .map(({ name }) => name);
  const place = (name: string): number => {
    if (early.includes(name)) return early.indexOf(name);
    return late.includes(name) ? 100 + late.indexOf(name) : 50;
  };
  const ordered = folders.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
  return [
    buildPart,
    ...checks,
    ...ordered.map((name) => ({
      name,
      lane: laneOf(name),
      // A worker or connection that a test cut off on purpose may leave a timer behind.
      run: (print: Print) =>
        jest(print, 'test/jest.config.js', '--runInBand', '--forceExit', `test/${name}/`),
    })),
  ];
}

const hasTests = (directory: string): boolean =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.test.ts'));
