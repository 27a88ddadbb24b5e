import { isUnreadable, walls, type Direction, type HostDocument, type Instance } from '@shoji/posture';
import { painter, type Colour, type Paint } from '../terminal/terminal.js';
import { columns, pad, printable, wrap } from '../terminal/text.js';
import { bandColours, riskText, severityColours, states } from './marks.js';
import { findingsOf, undecidedOf, type Finding, type Scanned } from './scanned.js';
import { improvement } from './improvement.js';
import { unreadFacts } from './unread.js';
import { waysOut } from './ways.js';
import { listed, reasonWords, type Line } from './words/line.js';
import { toldWords } from './words/told.js';
import { wallWords } from './words/walls.js';

interface Look {
  colours: boolean;
  width: number;
}

/** Columns of the labels before facts. */
const labelWidth = 14;

/** One container in full: who it is, its eight walls, what was found and how to mend it, and what is not known. */
export function detail(container: Scanned, host: HostDocument, now: Date, { colours, width }: Look): string {
  const paint = painter(colours);
  const print = (lines: readonly Line[]) => lines.flatMap((line) => factLines(line, width, paint));
  const { name, instance, judgement } = container;
  const { risk } = judgement;
  const what = [instance.runtime.name === 'none' ? 'no runtime' : instance.runtime.name, instance.kind].join(
    ' ',
  );
  const sections: string[][] = [
    [
      `${paint(printable(name), 'strong')}  ${what}`,
      `${paint(`risk ${riskText(risk)} of 100, ${risk.band}`, bandColours[risk.band])}; ${Math.floor(risk.coverage * 100)} % of its facts could be read`,
      ...print(identity(instance, now)),
      ...print(toldWords(container.traits)),
    ],
  ];
  const stateOf = new Map(judgement.walls.map((wall) => [wall.wall, wall.state]));
  for (const wall of walls) {
    const { form, letter, colour } = states[stateOf.get(wall) ?? 'unknown'];
    const state = stateOf.get(wall) ?? 'unknown';
    sections.push([
      `${paint(form + letter, colour)} ${paint(wall, 'strong')}  ${paint(state, colour)}`,
      ...print(wallWords(wall, container.posture, host)),
    ]);
  }
  sections.push(waysOut(judgement.paths, width, paint));
  sections.push(improvement(container, width, paint));
  sections.push(findings('What was found', findingsOf(container), instance.pid, width, paint));
  sections.push(findings('What could not be decided', undecidedOf(container), instance.pid, width, paint));
  sections.push(differences(container, width, paint));
  sections.push(deviations(instance.deviations, width, paint));
  sections.push(unknowns(container, width, paint));
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Everything that tells this container from another one. */
function identity(instance: Instance, now: Date): Line[] {
  const { image, ports, overlay, pod, listeners } = instance;
  const line = (label: string, text: string | null | undefined): Line[] =>
    text === null || text === undefined || text === '' ? [] : [{ label, text }];
  return [
    ...line('id', instance.id),
    ...line('image', image && [image.reference, image.digest].filter(Boolean).join('  ')),
    ...line(
      'pod',
      pod && `${pod.namespace}/${pod.name}${pod.container === null ? '' : `, container ${pod.container}`}`,
    ),
    ...line('runs inside', instance.parent),
    ...line(
      'init',
      `process ${instance.pid}, since ${ageWords(now.getTime() - Date.parse(instance.startedAt))} (${instance.startedAt.slice(0, 19)}Z); ${instance.processCount} process${instance.processCount === 1 ? '' : 'es'}`,
    ),
    ...line('cgroup', instance.cgroupPath),
    ...line('layers', overlay && `${overlay.upper ?? 'no upper one'} on ${overlay.lower.length} below`),
    ...line('shared layers', instance.sharedLower ? `${instance.sharedLower} of those below` : null),
    ...line(
      'published',
      ports
        .map((port) => `${port.hostAddress}:${port.hostPort} → ${port.containerPort}/${port.protocol}`)
        .join('  '),
    ),
    ...(listeners === undefined
      ? []
      : isUnreadable(listeners)
        ? line('listens', `unknown: ${reasonWords(listeners.unreadable)}`)
        : line(
            'listens',
            'unsupported' in listeners
              ? null
              : listeners
                  .map(
                    ({ protocol, address, port, exe }) =>
                      `${protocol} ${address}:${port}${exe ? ` ${exe}` : ''}`,
                  )
                  .join('  '),
          )),
    ...line(
      'labels',
      listed(
        Object.entries(instance.labels).map(([key, value]) => `${key}=${value}`),
        '',
      ),
    ),
    ...line('note', instance.self ? "the collector's own container" : null),
    ...line('orphan', orphanWords[instance.orphan ?? 'none']),
  ];
}

const orphanWords: Record<'kernel-only' | 'runtime-only' | 'none', string | null> = {
  'kernel-only': 'the kernel runs it, but nobody who made it looks after it any more',
  'runtime-only': 'its runtime lists it as running, but the kernel has no process of it',
  none: null,
};

/** Milliseconds in the largest unit that counts at least two. */
export function ageWords(milliseconds: number): string {
  const units: [string, number][] = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
  ];
  const [unit, size] = units.find(([, size]) => milliseconds >= 2 * size) ?? ['seconds', 1000];
  return `${Math.max(0, Math.floor(milliseconds / size))} ${unit}`;
}

/** One fact in as many lines as it takes, its label in front. */
function factLines({ label, text, colour }: Line, width: number, paint: Paint): string[] {
  const indent = 2 + labelWidth + 1;
  const head = columns(label) > labelWidth ? [`  ${paint(label, 'dim')}`] : [];
  const lines = wrap(printable(text), width - indent);
  return [
    ...head,
    ...lines.map((part, index) => {
      const first = index === 0 && head.length === 0 ? pad(label, labelWidth) : ' '.repeat(labelWidth);
      return `  ${paint(first, 'dim')} ${colour ? paint(part, colour) : part}`;
    }),
  ];
}

function findings(
  title: string,
  found: readonly Finding[],
  pid: number,
  width: number,
  paint: Paint,
): string[] {
  if (found.length === 0) return [];
  const indent = ' '.repeat(12);
  const more = (label: string, text: string) =>
    wrap(`${label}${printable(text)}`, width - indent.length).map((part) => `${indent}${part}`);
  return [
    paint(title, 'strong'),
    ...found.flatMap((finding) => [
      `  ${paint(pad(finding.severity, 8), severityColours[finding.severity])}  ${titleOf(finding, width - indent.length, indent, paint)}`,
      ...finding.evidence.flatMap(({ text }) =>
        more('seen: ', text.replaceAll('/proc/PID/', `/proc/${pid}/`)),
      ),
      ...more('mend: ', finding.remediation),
    ]),
  ];
}

/** The title with the id of its rule beside it, or below where both do not fit. */
function titleOf(finding: Finding, width: number, indent: string, paint: Paint): string {
  const title = `${printable(finding.title)}${points(finding)}`;
  const gap = columns(title) + 2 + columns(finding.rule) <= width ? '  ' : `\n${indent}`;
  return `${title}${gap}${paint(finding.rule, 'dim')}`;
}

const points = ({ points, atMost }: Finding): string =>
  `${points >= 0.5 ? `, ${Math.round(points)} of the risk` : ''}${atMost ? `, ${atMost} at worst` : ''}`;

const directionColours: Record<Direction, Colour> = {
  weaker: 'bad',
  different: 'warn',
  stronger: 'good',
  unknown: 'doubt',
};

/** Where the kernel enforces something else than was asked for. */
function differences({ declared, differences }: Scanned, width: number, paint: Paint): string[] {
  if (declared === null) return [];
  const title = paint('What was asked for, and what the kernel enforces', 'strong');
  if (differences.length === 0) return [title, '  No difference.'];
  return [
    title,
    ...differences.flatMap(({ direction, field, note }) =>
      factLines(
        { label: direction, text: `${field}: ${note}`, colour: directionColours[direction] },
        width,
        paint,
      ),
    ),
  ];
}

function deviations(found: Instance['deviations'], width: number, paint: Paint): string[] {
  if (found.length === 0) return [];
  return [
    paint('Processes inside that are less confined than its first one', 'strong'),
    ...found.flatMap(({ wall, exe, difference, count, pids }) => {
      const shown = pids.slice(0, 8).join(', ');
      const whose = `${exe ?? 'a program that could not be read'}: ${difference} (${count} process${count === 1 ? '' : 'es'}: ${shown}${count > 8 ? ', …' : ''})`;
      return factLines({ label: wall, text: whose, colour: 'warn' }, width, paint);
    }),
  ];
}

/** Every fact that could not be read, by its reason. */
function unknowns({ posture }: Scanned, width: number, paint: Paint): string[] {
  const byReason = unreadFacts(posture);
  if (byReason.size === 0) return [];
  return [
    paint('What could not be read', 'strong'),
    ...[...byReason].flatMap(([reason, paths]) =>
      wrap(`${printable(reasonWords(reason))}: ${paths.join(', ')}`, width - 4).map(
        (part, index) => `${index === 0 ? '  ' : '    '}${paint(part, 'doubt')}`,
      ),
    ),
  ];
}
