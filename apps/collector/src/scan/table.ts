import { walls } from '@shoji/posture';
import { painter } from '../terminal/terminal.js';
import { columns, fit, pad, printable } from '../terminal/text.js';
import { bandColours, heads, riskText, states } from './marks.js';
import type { Scanned } from './scanned.js';

/** Below this many columns the walls are shown by their form alone. */
const roomy = 110;
const maxName = 40;
/** Of the longest kind of thing that --all shows. */
const shortest = 12;

/**
 * The containers × the walls, as given: risk, name, what it is and who made it, the eight walls, and the finding that weighs
 * most. No line is wider than `width`, unless it is under 60 columns.
 */
export function table(
  containers: readonly Scanned[],
  { colours, width }: { colours: boolean; width: number },
): string {
  const paint = painter(colours);
  const compact = width < roomy;
  const cellWidth = compact ? 1 : 2;
  const longest = (texts: readonly string[]) => Math.max(...texts.map(columns));
  const risks = containers.map(({ judgement }) => riskText(judgement.risk));
  const makers = containers.map(makerOf);
  const riskWidth = longest(['risk', ...risks]);
  const makerWidth = longest(['runtime', ...makers]);
  const wallsWidth = walls.length * (cellWidth + 1) - 1;
  const rest = width - riskWidth - makerWidth - wallsWidth - 8;
  const names = labels(containers);
  const most = compact ? Math.max(shortest, Math.floor(rest / 2)) : maxName;
  const nameWidth = Math.min(longest(['name', ...names]), most);
  const reasonWidth = Math.max(shortest, rest - nameWidth);

  const row = (risk: string, name: string, maker: string, cells: readonly string[], reason: string) =>
    `${risk}  ${pad(fit(name, nameWidth), nameWidth)}  ${pad(maker, makerWidth)}  ${cells.join(' ')}  ${fit(reason, reasonWidth)}`;
  const head = row(
    'risk'.padStart(riskWidth),
    'name',
    'runtime',
    walls.map((wall) => (compact ? heads[wall].one : heads[wall].two)),
    'main reason',
  );
  const rows = containers.map(({ judgement }, index) => {
    const { risk } = judgement;
    const cells = judgement.walls.map(({ state }) => {
      const { form, letter, colour } = states[state];
      return paint(compact ? form : form + letter, colour);
    });
    const score = paint((risks[index] ?? '').padStart(riskWidth), bandColours[risk.band]);
    const reason = printable(risk.parts[0]?.title ?? 'nothing found');
    return row(score, names[index] ?? '', makers[index] ?? '', cells, reason);
  });
  return `${[paint(head, 'strong'), ...rows].join('\n')}\n`;
}

/** Names; where several have the same one, with the process id of its init, by which one can be asked for, too. */
function labels(containers: readonly Scanned[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of containers) counts.set(name, (counts.get(name) ?? 0) + 1);
  return containers.map(({ name, instance }) =>
    printable((counts.get(name) ?? 0) > 1 ? `${name} (${instance.pid})` : name),
  );
}

/** Who made it; what it is where that is not a container. */
const makerOf = ({ instance: { kind, runtime } }: Scanned): string =>
  kind === 'container' || kind === 'pod-sandbox'
    ? `${runtime.name === 'none' ? 'no runtime' : runtime.name}${kind === 'pod-sandbox' ? ' pod' : ''}`
    : kind;

/** What the letters of the table mean, in lines of at most the given width. */
export function legend({ colours, width }: { colours: boolean; width: number }): string {
  const paint = painter(colours);
  const compact = width < roomy;
  const ofStates = Object.entries(states).map(([name, { form, letter, colour }]) => {
    const mark = compact ? form : form + letter;
    return { plain: `${mark} ${name}`, shown: `${paint(mark, colour)} ${name}` };
  });
  const ofWalls = walls.map((wall) => {
    const text = `${compact ? heads[wall].one : heads[wall].two} ${wall}`;
    return { plain: text, shown: text };
  });
  return `${[...flow(ofStates, width), ...flow(ofWalls, width)].join('\n')}\n`;
}

/** Items side by side, as many on a line as it takes. */
function flow(items: readonly { plain: string; shown: string }[], width: number): string[] {
  const lines: string[] = [];
  let left = -1;
  for (const { plain, shown } of items) {
    const need = columns(plain) + 2;
    if (need > left + 2) {
      lines.push(shown);
      left = width - need;
    } else {
      lines.push(`${lines.pop() ?? ''}  ${shown}`);
      left -= need;
    }
  }
  return lines;
}
