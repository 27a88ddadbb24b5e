import { Command, CommanderError } from 'commander';
import { messageOf } from '../errors.js';
import { ReadError } from '../read/snapshot.js';
import { addRootOptions, rootsOf, type RootFlags } from '../rootOptions.js';
import { ownTerminal, type Terminal } from '../terminal/terminal.js';
import { printable } from '../terminal/text.js';
import { RecordError } from './recordError.js';
import { recordHost } from './recordHost.js';
import { megabytes } from './store.js';

const mebibyte = 1024 * 1024;
/** Beyond this a recording is no longer something to send to somebody; the two golden hosts have 27 MiB each. */
const limit = 256 * mebibyte;

const help = `
What is in it: the kernel's files on every process and on the cgroups of containers (as text), links, listings of /dev,
and the runtimes' own records of their containers. What is left out: environments, arguments (but those that say which
container a runtime's helper looks after), secrets of settings, and the values of labels that people gave.

  sudo shoji-collector record ./puzzling-host       # into a directory that is new or empty
  shoji-collector scan --recording ./puzzling-host  # anywhere, by anybody: the same postures
  tar czf puzzling-host.tar.gz puzzling-host        # to send it

Run as an ordinary user it records what that user may read, and what may not be read with its errno. Files are made as
the umask says: the recording shows how this host can be broken, so keep it from others (umask 077).

Exit codes: 0 recorded; 2 wrong arguments, or a directory that is not empty; 3 the host could not be read, or the
recording not be written: then nothing is left of it.`;

/**
 * `shoji record DIR`: writes all that a reading of this host needs, to be read elsewhere. `args` come without the
 * program's name. Answers the exit code.
 */
export async function record(
  args: readonly string[],
  version: string,
  to: Terminal = ownTerminal(),
): Promise<number> {
  const command = addRootOptions(new Command('shoji record'))
    .description('Records this host, so that its walls can be looked at elsewhere (shoji scan --recording).')
    .argument('<directory>', 'where to put it: a new or empty directory')
    .addHelpText('after', help)
    .showHelpAfterError('(shoji record --help says more)')
    .exitOverride()
    .configureOutput({ writeOut: to.out, writeErr: to.err });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const [directory = ''] = command.args;
  try {
    const recorded = await recordHost({
      directory,
      roots: rootsOf(command.opts<RootFlags>()),
      collectorVersion: version,
      now: new Date(),
      limit,
      progress: (text) => to.err(`${text}\n`),
    });
    const { files, bytes, containers, processes, refused, whole } = recorded;
    to.out(
      `Recorded ${containers} containers and ${processes} processes: ${files} files, ${megabytes(bytes)} in ${printable(directory)}\n` +
        `Left out: environments, arguments, secrets and the values of people's labels${whole ? '' : `; beyond ${megabytes(limit)}, what only later versions may read`}.\n` +
        (refused > 0 ? `${refused} paths could not be read; their errno is recorded.\n` : '') +
        `Look at it anywhere: shoji scan --recording ${printable(directory)}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof RecordError || error instanceof ReadError)) throw error;
    to.err(`shoji record: ${printable(messageOf(error))}\n`);
    return error.code === 'bad-directory' ? 2 : 3;
  }
}
