import { isKnown, type HostDocument } from '@shoji/posture';
import { bands } from '@shoji/risk';
import type { Snapshot } from '../read/snapshot.js';
import { painter } from '../terminal/terminal.js';
import { fit, printable } from '../terminal/text.js';
import { hostTable, type JudgedHost } from './hostFindings.js';
import { bandColours } from './marks.js';
import { isContainer, type Scanned } from './scanned.js';
import { legend, table } from './table.js';

interface Look {
  colours: boolean;
  width: number;
}

/**
 * The whole host on one screen: what it is, its containers × their walls, what it lacks under all of them, each worst first,
 * and how to go on from here.
 */
export function overview(
  { host, node }: Pick<Snapshot, 'host' | 'node'>,
  judgedHost: JudgedHost,
  containers: readonly Scanned[],
  all: boolean,
  look: Look,
): string {
  const paint = painter(look.colours);
  const shown = containers.filter((container) => all || isContainer(container));
  const head = fit(printable(`${node.hostname} · ${hostWords(host)}`), look.width);
  const hidden = all ? '' : hiddenWords(containers);
  const beneath = hostTable(judgedHost, look);
  if (shown.length === 0) {
    const none = all
      ? 'Nothing here has walls of its own: no container, no service, no process.'
      : `No container runs here. ${hidden === '' ? 'Nor does anything else with walls of its own.' : `--all shows ${hidden}.`}`;
    return `${head}\n${none}\n\n${beneath}`;
  }
  const counts = [...bands].reverse().flatMap(({ band }) => {
    const count = shown.filter(({ judgement }) => judgement.risk.band === band).length;
    return count === 0 ? [] : [paint(`${count} ${band}`, bandColours[band])];
  });
  const notes = [
    weakerWords(shown),
    hidden === '' ? null : `--all also shows ${hidden}.`,
    '--container NAME shows one in full: its facts, what was found, and how to mend it.',
  ].filter((note) => note !== null);
  const what = all
    ? countOf(shown.length, 'thing with walls of its own', 'things with walls of their own')
    : countOf(shown.length, 'container');
  return [
    `${paint(head, 'dim')}\n${what}: ${counts.join(', ')} risk\n`,
    table(shown, look),
    legend(look),
    beneath,
    notes.map((note) => `${fit(note, look.width)}\n`).join(''),
  ].join('\n');
}

const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** What a list of containers leaves out. */
function hiddenWords(containers: readonly Scanned[]): string {
  const kinds = ['service', 'process'] as const;
  const parts = kinds.flatMap((kind) => {
    const count = containers.filter(({ instance }) => instance.kind === kind).length;
    return count === 0 ? [] : [countOf(count, kind, kind === 'process' ? 'processes' : 'services')];
  });
  return parts.length === 0 ? '' : `${parts.join(' and ')} with walls of their own`;
}

function weakerWords(containers: readonly Scanned[]): string | null {
  const weaker = containers.filter(({ differences }) =>
    differences.some(({ direction }) => direction === 'weaker'),
  );
  if (weaker.length === 0) return null;
  const names = weaker.slice(0, 3).map(({ name }) => fit(printable(name), 40));
  return `Weaker than was asked for: ${names.join(', ')}${weaker.length > 3 ? ` and ${weaker.length - 3} more` : ''}.`;
}

/** What the host is, as far as it bears on walls. */
export function hostWords({ os, kernel, cgroupMode, lsms }: HostDocument): string {
  const modes = { v1: 'cgroup v1', v2: 'cgroup v2', hybrid: 'cgroup v1 beside v2' };
  const modules = isKnown(lsms) ? ['apparmor', 'selinux'].filter((name) => lsms.includes(name)) : [];
  return [
    ...(isKnown(os) ? [os.name] : []),
    `Linux ${isKnown(kernel) ? kernel : 'of an unknown version'}`,
    isKnown(cgroupMode) ? modes[cgroupMode] : 'cgroups unknown',
    isKnown(lsms)
      ? modules.length > 0
        ? modules.join(', ')
        : 'no AppArmor or SELinux'
      : 'security modules unknown',
  ].join(' · ');
}
