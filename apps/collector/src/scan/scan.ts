import { setTimeout as pause } from 'node:timers/promises';
import { Command, CommanderError, Option } from 'commander';
import type { CustomRule } from '@shoji/custom-rules';
import { severities, type Severity } from '@shoji/rules';
import { checkHost } from '../check/check.js';
import { openRecording } from '../recording/openRecording.js';
import { RecordingError } from '../recording/tree.js';
import { createHostReader, ReadError, type Snapshot } from '../read/snapshot.js';
import { addRootOptions, rootsOf, type RootFlags } from '../rootOptions.js';
import { ownTerminal, type Terminal } from '../terminal/terminal.js';
import { printable } from '../terminal/text.js';
import { readCustomRules, RulesFileError } from './customRules.js';
import { detail } from './detail.js';
import { alike, explain } from './explain.js';
import { scanDocument } from './document.js';
import { help } from './help.js';
import { judgedHost, type JudgedHost } from './hostFindings.js';
import { overview } from './overview.js';
import { findingsOf, isContainer, judged, undecidedOf, type Scanned } from './scanned.js';
import { sarifLog } from './sarif.js';
import { select } from './select.js';
import { unreadFacts } from './unread.js';

interface Flags extends RootFlags {
  all?: boolean;
  container?: string;
  json?: boolean;
  sarif?: boolean;
  failOn?: Severity;
  allowUnknown?: boolean;
  rules?: string;
  check?: boolean;
  recording?: string;
  explain?: string;
}

/** 0: read, and nothing wanted was found. 1: --fail-on found something. */
const exits = { ok: 0, found: 1, usage: 2, unread: 3 } as const;

/**
 * `shoji scan`: reads this host or a recording once and says how its containers stand. `args` come without the program's
 * name. Answers the exit code, see `help`.
 */
export async function scan(
  args: readonly string[],
  version: string,
  to: Terminal = ownTerminal(),
): Promise<number> {
  const command = scanCommand(to);
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.ok : exits.usage;
    throw error;
  }
  const flags = command.opts<Flags>();
  let further: CustomRule[] = [];
  try {
    if (flags.rules !== undefined) further = readCustomRules(flags.rules);
  } catch (error) {
    if (!(error instanceof RulesFileError)) throw error;
    to.err(`shoji scan: ${printable(error.message)}\n`);
    return exits.usage;
  }
  if (flags.explain !== undefined) return explained(flags.explain, further, to);
  let snapshot: Snapshot;
  try {
    if (flags.check === true) {
      to.out(await check(flags));
      return exits.ok;
    }
    snapshot = await read(flags, version);
  } catch (error) {
    if (!(error instanceof ReadError || error instanceof RecordingError)) throw error;
    to.err(`shoji scan: ${printable(error.message)}\n`);
    return exits.unread;
  }
  const containers = judged(snapshot, further);
  const chosen = flags.container === undefined ? null : choose(containers, flags.container, to);
  if (chosen === undefined) return exits.usage;
  const shown = chosen
    ? [chosen]
    : containers.filter((container) => flags.all === true || isContainer(container));
  const beneath = judgedHost(snapshot.host);
  const host = chosen ? null : beneath;

  if (flags.json === true) {
    const definitions = further.map(({ definition }) => definition);
    to.out(`${JSON.stringify(scanDocument(snapshot, shown, definitions, host), null, 2)}\n`);
  } else if (flags.sarif === true)
    to.out(`${JSON.stringify(sarifLog(snapshot, shown, version, { further, host }), null, 2)}\n`);
  else {
    to.out(
      chosen
        ? detail(chosen, snapshot.host, snapshot.observedAt, to)
        : overview(snapshot, beneath, containers, flags.all === true, to),
    );
    to.err(privilegeHint(shown));
  }
  return flags.failOn === undefined
    ? exits.ok
    : verdict({ shown, host }, flags.failOn, flags.allowUnknown === true, to);
}

const scanCommand = (to: Terminal): Command =>
  addRootOptions(
    new Command('shoji scan')
      .description(
        'Shows the walls of the containers on this host, as the kernel enforces them. No server is needed.',
      )
      .option('--all', 'also show services and other processes with walls of their own')
      .option('--container <name>', 'show one in full: its name, the begin of its id, or a part of its name')
      .option('--json', 'print everything that was read and judged, as JSON')
      .addOption(
        new Option('--sarif', 'print the findings as SARIF 2.1.0, for code scanning').conflicts('json'),
      )
      .addOption(
        new Option(
          '--fail-on <severity>',
          'end with 1 if anything of this severity or above is found',
        ).choices(severities),
      )
      .option('--allow-unknown', 'with --fail-on: let what cannot be decided for lack of facts pass')
      .option('--rules <file>', 'also judge by the rules of this file (docs/custom-rules.md)')
      .option('--explain <id>', 'say what a rule, a way out or a change is, what it reads and why')
      .option('--check', 'say which facts cannot be read, and what would make them readable')
      .option('--recording <dir>', 'read a host that was recorded with shoji record, instead of this one'),
  )
    .addHelpText('after', help)
    .showHelpAfterError('(shoji scan --help says more)')
    .exitOverride()
    .configureOutput({ writeOut: to.out, writeErr: to.err });

/** Explains what has this id, or says what looks like it. */
function explained(id: string, further: readonly CustomRule[], to: Terminal): number {
  const text = explain(id, to, further);
  if (text !== null) {
    to.out(text);
    return exits.ok;
  }
  const near = alike(id, further);
  const hint = near.length > 0 ? `: perhaps ${near.join(', ')}` : '; --json names those of this host';
  to.err(`shoji scan: no rule, way out or change is called “${printable(id)}”${hint}\n`);
  return exits.usage;
}

async function read(flags: Flags, version: string): Promise<Snapshot> {
  const { recording } = flags;
  if (recording !== undefined) {
    const { reader, recordedAt } = openRecording(recording, new Date());
    return createHostReader({ ...reader, collectorVersion: version }).read(recordedAt);
  }
  const reader = createHostReader({ roots: rootsOf(flags), collectorVersion: version });
  let snapshot = await reader.read(new Date());
  // A container is just being made: a moment later it is what it will be. One that only docker knows of may just have
  // ended: it is lost if docker still believes in it two seconds later.
  for (const wait of [100, 2000]) {
    if (!snapshot.settling) break;
    await pause(wait);
    snapshot = await reader.read(new Date());
  }
  return snapshot;
}

/** What a full reading needs, and what of it is missing here or was where the host was recorded. */
function check(flags: Flags): Promise<string> {
  const now = new Date();
  if (flags.recording === undefined) return checkHost({ roots: rootsOf(flags) }, now);
  const { reader, recordedAt } = openRecording(flags.recording, now);
  return checkHost(reader, recordedAt);
}

/** The container that was named; `undefined` after saying why there is none. */
function choose(containers: readonly Scanned[], wanted: string, to: Terminal): Scanned | undefined {
  const selection = select(containers, wanted);
  if ('found' in selection) return selection.found;
  const name = `“${printable(wanted)}”`;
  const line = ({ name, id, instance }: Scanned) =>
    `  ${printable(name)}  ${printable(id.slice(0, 40))}  ${instance.runtime.name === 'none' ? instance.kind : instance.runtime.name}\n`;
  if ('candidates' in selection)
    to.err(
      `shoji scan: ${name} may be any of these:\n${selection.candidates.slice(0, 20).map(line).join('')}`,
    );
  else if (selection.near.length > 0)
    to.err(
      `shoji scan: no container is called ${name}. Did you mean ${selection.near.map(printable).join(' or ')}?\n`,
    );
  else to.err(`shoji scan: no container is called ${name}; shoji scan --all lists what is here.\n`);
  return undefined;
}

/** What an ordinary user does not see, and what to do about it. */
function privilegeHint(containers: readonly Scanned[]): string {
  const refused = new Set<string>();
  for (const { posture } of containers)
    for (const [reason, paths] of unreadFacts(posture))
      if (/\b(EACCES|EPERM)\b/.test(reason)) for (const path of paths) refused.add(path);
  if (refused.size === 0) return '';
  return `\n${refused.size} kinds of facts may not be read by this user and count as unknown. As root (sudo) more can be seen;\nshoji scan --check says what is needed for what.\n`;
}

/** The exit code of --fail-on. What cannot be decided may be as bad: without --allow-unknown it does not pass. */
function verdict(
  { shown, host }: { shown: readonly Scanned[]; host: JudgedHost | null },
  least: Severity,
  allowUnknown: boolean,
  to: Terminal,
): number {
  const counts = (finding: { severity: Severity; atMost?: Severity }) =>
    severities.indexOf(finding.severity) >= severities.indexOf(least);
  const found = [...shown.flatMap(findingsOf), ...(host?.findings ?? [])].filter(counts).length;
  const doubtful = [...shown.flatMap(undecidedOf), ...(host?.undecided ?? [])].filter(counts).length;
  if (found > 0) {
    to.err(`shoji scan: ${found} found of severity ${least} or above\n`);
    return exits.found;
  }
  if (doubtful === 0 || allowUnknown) return exits.ok;
  to.err(
    `shoji scan: nothing found of severity ${least} or above, but ${doubtful} could not be decided for lack of facts (--allow-unknown lets them pass)\n`,
  );
  return exits.unread;
}
