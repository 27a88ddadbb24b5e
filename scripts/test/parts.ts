import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../start/build.ts';
import { repository } from '../start/settings.ts';
import { countJest, nothing, type Counts } from './counts.ts';

/** One part of `npm test`; every part but the test folders is a single check. */
export interface TestPart {
  name: string;
  run: () => Counts | Promise<Counts>;
}

const ok: Counts = { ...nothing, passed: 1 };
const bad: Counts = { ...nothing, failed: 1 };

const tool = (name: string): string => join(repository, 'node_modules/.bin', name);

/** Environment of every tool: the project's Node first. */
const environment = {
  ...process.env,
  PATH: `${join(repository, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
};

function check(name: string, ...commands: string[][]): TestPart {
  const run = () => {
    const failed = commands.filter(([program = '', ...args]) => {
      const { status } = spawnSync(tool(program), args, {
        cwd: repository,
        env: environment,
        stdio: 'inherit',
      });
      return status !== 0;
    });
    return failed.length === 0 ? ok : bad;
  };
  return { name, run };
}

const buildPart: TestPart = {
  name: 'build',
  run: async () => {
    try {
      await build();
      return ok;
    } catch (error) {
      console.error((error as Error).message);
      return bad;
    }
  },
};

/** Runs Jest and counts; a Jest that leaves no result has failed. */
function jest(config: string, ...paths: string[]): Counts {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-test-'));
  const file = join(directory, 'result.json');
  try {
    const args = ['--config', config, '--json', `--outputFile=${file}`, '--passWithNoTests=false', ...paths];
    spawnSync(tool('jest'), args, {
      cwd: repository,
      env: {
        ...environment,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
      // A suite that hangs has failed.
      timeout: 600_000,
      // With --json the result is also on standard output; the report for people is on standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return existsSync(file) ? countJest(readFileSync(file, 'utf8')) : bad;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const checks: TestPart[] = [
  buildPart, // first: it generates the code that lint and type-check read
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
  { name: 'unit', run: () => jest('jest.config.js') },
];

/** From the narrow to the wide; a folder that is not named comes before the ones that need the whole system. */
const early = ['recordings', 'api', 'graphql', 'jobs'];
const late = ['deploy', 'start', 'lab', 'browser', 'faults'];

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
    ...checks,
    ...ordered.map((name) => ({
      name,
      // A worker or connection that a test cut off on purpose may leave a timer behind.
      run: () => jest('test/jest.config.js', '--runInBand', '--forceExit', `test/${name}/`),
    })),
  ];
}

const hasTests = (directory: string): boolean =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.test.ts'));
