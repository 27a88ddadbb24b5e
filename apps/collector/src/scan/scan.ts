import { Command, CommanderError } from 'commander';
import { judge } from '@shoji/risk';
import { createHostReader, type Roots, type Snapshot } from '../read/snapshot.js';
import type { Scanned } from './scanned.js';
import { table } from './table.js';

/** Where the output goes. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  colours: boolean;
}

function terminal(): Terminal {
  // `shoji scan | head` closes the pipe early: nobody reads on, and nothing is wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}

interface Flags {
  'path.procfs': string;
  'path.sysfs': string;
  'path.rootfs': string;
  json?: boolean;
  all?: boolean;
}

/**
 * `shoji scan`: reads this host once and prints how its containers stand, worst first. `args` come without the program's
 * name. Answers the exit code: 0 = read, whatever was found; 1 = the host cannot be read; 2 = wrong arguments.
 */
export async function scan(args: readonly string[], to: Terminal = terminal()): Promise<number> {
  const command = new Command('shoji scan')
    .description('Shows the walls of the containers on this host, without a server.')
    .option('--json', 'print an array of containers with posture and judgement')
    .option('--all', 'also show services and other processes with namespaces of their own')
    .option('--path.procfs <dir>', "where the host's /proc is mounted", '/proc')
    .option('--path.sysfs <dir>', "where the host's /sys is mounted", '/sys')
    .option('--path.rootfs <dir>', "where the host's root directory is mounted", '/')
    .exitOverride()
    .configureOutput({ writeOut: to.out, writeErr: to.err });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const flags = command.opts<Flags>();
  let snapshot: Snapshot;
  try {
    snapshot = await createHostReader({ roots: rootsOf(flags), collectorVersion: 'scan' }).read(new Date());
  } catch (error) {
    to.err(`shoji scan: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const containers = judged(snapshot, flags.all === true);
  to.out(flags.json ? `${JSON.stringify(containers, null, 2)}\n` : table(containers, to.colours));
  return 0;
}

const rootsOf = (flags: Flags): Roots => ({
  procfs: flags['path.procfs'],
  sysfs: flags['path.sysfs'],
  rootfs: flags['path.rootfs'],
});

/** The containers of a snapshot with their judgement, worst first, then by name. */
export function judged({ host, containers }: Snapshot, all: boolean): Scanned[] {
  return containers
    .filter(({ instance: { kind } }) => all || kind === 'container' || kind === 'pod-sandbox')
    .map(({ id, posture, instance, traits }) => ({
      id,
      name: instance.name,
      posture,
      instance,
      judgement: judge({ posture, host, traits }),
    }))
    .sort((a, b) => b.judgement.risk.score - a.judgement.risk.score || (a.name < b.name ? -1 : 1));
}
