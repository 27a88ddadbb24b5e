import { setFlagsFromString } from 'node:v8';
import { Command, InvalidArgumentError, Option } from 'commander';
import { checkHost } from './check/check.js';
import { systemClock } from './clock.js';
import { CollectorError, exitCodes, messageOf } from './errors.js';
import { createLog, logLevels, type LogLevel } from './log.js';
import { createHostReader } from './read/snapshot.js';
import { addRootOptions, rootsOf, type RootFlags } from './rootOptions.js';
import { run } from './run.js';

// A reading makes much garbage, keeps little and is idle between: a nursery that does not grow and no optimising
// compilers, whose threads keep memory of their own, save 15 MB of resident memory. No CPU time is lost at a reading a minute.
for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1', '--no-turbofan', '--no-maglev'])
  setFlagsFromString(flag);

declare const SHOJI_VERSION: string | undefined;
/** Set by the build. */
const version = typeof SHOJI_VERSION === 'string' ? SHOJI_VERSION : 'development';

interface RunFlags extends RootFlags {
  server?: URL;
  stateDir: string;
  interval: number;
  jitter?: number;
  enrollTokenFile?: string;
  spoolLimit: number;
  logLevel: LogLevel;
  check?: boolean;
}

/** A whole number within bounds, or an error that names them; commander adds the flag or variable. */
const integer = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
};

const serverUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an http(s) URL.');
  if (url.username !== '' || url.search !== '')
    throw new InvalidArgumentError('It must be a plain base URL.');
  return url;
};

const program = new Command('shoji-collector')
  .description('Reads the walls of every container on this host, as the kernel enforces them.')
  .version(version)
  .exitOverride();

addRootOptions(program.command('run'))
  .description('read this host again and again, and report it to a Shoji server')
  .addOption(
    new Option('--server <url>', 'base URL of the Shoji server').env('SHOJI_SERVER').argParser(serverUrl),
  )
  .addOption(
    new Option('--state-dir <dir>', 'where the host key, report numbers and unsent events are kept')
      .env('SHOJI_STATE_DIR')
      .default('/var/lib/shoji-collector'),
  )
  .addOption(
    new Option('--interval <seconds>', 'time between readings when the kernel announces nothing')
      .env('SHOJI_INTERVAL')
      .default(60)
      .argParser(integer(1, 86_400)),
  )
  .addOption(
    new Option(
      '--jitter <seconds>',
      'spread the first report over this time (default: the interval; 0 for a server on this machine)',
    )
      .env('SHOJI_JITTER')
      .argParser(integer(0, 86_400)),
  )
  .addOption(
    new Option(
      '--enroll-token-file <file>',
      'enrolment token, needed once; or give it in SHOJI_ENROLL_TOKEN',
    ).env('SHOJI_ENROLL_TOKEN_FILE'),
  )
  .addOption(
    new Option('--spool-limit <MiB>', 'disk space for events while the server is away')
      .env('SHOJI_SPOOL_LIMIT')
      .default(16)
      .argParser(integer(1, 4096)),
  )
  .addOption(
    new Option('--log-level <level>', 'least urgent line to log')
      .env('SHOJI_LOG_LEVEL')
      .choices(logLevels)
      .default('info'),
  )
  .option(
    '--check',
    'read once, say what a full reading needs, what of it is missing here, what cannot be read, and end',
  )
  .addHelpText(
    'after',
    `
Every option can be given in the environment. First start on a host:

  (umask 077; cat > /etc/shoji/enroll-token)      # paste a token made by: shoji enroll-token create
  shoji-collector run --server https://shoji.example --enroll-token-file /etc/shoji/enroll-token

It needs no privilege to start; what it may not read is reported as unreadable. See: shoji-collector run --check

Exit codes: 0 ended by a signal, 2 wrong configuration, 3 refused by the server, 4 unusable state directory.`,
  )
  .action(async (flags: RunFlags) => {
    if (flags.check === true) {
      process.stdout.write(await checkHost({ roots: rootsOf(flags) }, new Date()));
      return;
    }
    const reader = createHostReader({ roots: rootsOf(flags), collectorVersion: version });
    if (flags.server === undefined) {
      throw new CollectorError('bad-configuration', 'no server given: use --server or SHOJI_SERVER');
    }
    const log = createLog(flags.logLevel, (line) => process.stderr.write(line));
    const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(flags.server.hostname);
    if (flags.server.protocol === 'http:' && !isLocal) {
      log.warn('reports go over the network unencrypted: use https', { server: flags.server.origin });
    }
    const ended = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
    await run(
      {
        reader,
        server: flags.server,
        stateDirectory: flags.stateDir,
        interval: flags.interval * 1000,
        jitter: (flags.jitter ?? (isLocal ? 0 : flags.interval)) * 1000,
        enrolmentTokenFile: flags.enrollTokenFile,
        enrolmentToken: process.env.SHOJI_ENROLL_TOKEN?.trim(),
        spoolLimit: flags.spoolLimit << 20,
        connectTimeout: 10_000,
        answerTimeout: 30_000,
        version,
        clock: systemClock,
        monotonic: () => Number(process.hrtime.bigint() / 1_000_000n),
        log,
      },
      ended.signal,
    );
    log.info('ended');
  });

for (const [name, description] of [
  ['scan', 'show the walls of the containers on this host, without a server (scan --help)'],
  ['record', 'record this host, to scan it elsewhere (record --help)'],
] as const) {
  program
    .command(name)
    .description(description)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[arguments...]')
    .action(async (args: string[]) => {
      // Only here are rules and their words loaded: the running collector carries no verdict.
      const commands = await import('./commands.js');
      process.exitCode = await commands[name](args, version);
    });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
// Nothing should be left to wait for; if something is, the end does not wait for it.
setTimeout(() => process.exit(), 500).unref();

/** Says what stopped the collector, unless commander has, and gives the exit code. */
function exitCodeOf(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    return error.exitCode === 0 ? 0 : 2;
  }
  process.stderr.write(`shoji-collector: ${messageOf(error)}\n`);
  return error instanceof CollectorError ? exitCodes[error.code] : 1;
}
