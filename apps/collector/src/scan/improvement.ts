import { changes, type Change, type RemedyPlace } from '@shoji/changes';
import { escapePaths } from '@shoji/escape';
import type { RuntimeName } from '@shoji/posture';
import type { BestChange, Plan } from '@shoji/risk';
import type { Paint } from '../terminal/terminal.js';
import { pad, wrap } from '../terminal/text.js';
import { riskText } from './marks.js';
import type { Scanned } from './scanned.js';

/** Best changes that are shown; `--json` has all. */
const most = 8;
const titles = new Map(escapePaths.map(({ id, title }) => [id, title]));
const byId = new Map(changes.map((change) => [change.id, change]));
const indent = ' '.repeat(12);

/** What each change would be worth for one container, best first, and what closes every way out that is open. */
export function improvement(container: Scanned, width: number, paint: Paint): string[] {
  const { judgement, improvement, instance } = container;
  const more = (label: string, text: string) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        wrap(line, width - indent.length - label.length).map(
          (part, row) => `${indent}${index === 0 && row === 0 ? label : ' '.repeat(label.length)}${part}`,
        ),
      );
  const head = (mark: string, change: string, after: { score: number; upTo: number }): string[] =>
    wrap(
      `${titleOf(change)}, ${effortOf(change)} effort, leaves ${riskText(after)} (${change})`,
      width - indent.length,
    ).map((part, row) => `${row === 0 ? `  ${paint(mark, 'good')}  ` : indent}${part}`);
  const worth = ({ change, closes, score, upTo }: BestChange): string[] => {
    const less = judgement.risk.score - score;
    const points = less >= 0.5 ? `−${Math.round(less)}` : less > 0 ? '−<1' : 'range';
    return [
      ...head(pad(points, 8), change, { score, upTo }),
      ...(closes.length === 0 ? [] : more('closes: ', closes.map(wayOf).join('; '))),
    ];
  };
  const best = improvement.changes;
  const hidden = best.length - most;
  const step = ({ change, closes, score, upTo }: Plan['steps'][number], index: number): string[] => {
    const known = byId.get(change);
    const remedy = known && remedyFor(known, instance.runtime.name);
    return [
      ...head(pad(`${index + 1}.`, 8), change, { score, upTo }),
      ...(closes.length === 0 ? [] : more('closes: ', closes.map(wayOf).join('; '))),
      ...(remedy ? more(`${remedy.place}: `, remedy.text) : []),
      ...(known ? more('', known.breaks) : []),
      ...(known?.verify ? more('check: ', known.verify.replaceAll('$PID', String(instance.pid))) : []),
    ];
  };
  return [
    paint('Best changes', 'strong'),
    ...(best.length === 0 ? ['  None of those that Shoji knows lowers the risk.'] : []),
    ...best.slice(0, most).flatMap(worth),
    ...(hidden > 0 ? [`  ${paint(`and ${hidden} more, see --json`, 'dim')}`] : []),
    '',
    `${paint('Plan', 'strong')}  ${planWords(improvement.plan)}`,
    ...improvement.plan.steps.flatMap(step),
    ...improvement.plan.leaves.map((path) => `  ${paint(pad('stays', 8), 'bad')}  ${wayOf(path)}`),
  ];
}

/** The plan in one sentence. */
function planWords({ steps, leaves, shortest }: Plan): string {
  if (steps.length === 0)
    return leaves.length === 0 ? 'No way out is open.' : 'No change closes a way out that is open.';
  const list = `${steps.length} change${steps.length === 1 ? '' : 's'}`;
  const after =
    leaves.length === 0 ? 'after which no known way out is open' : 'which close all but those named';
  return `${list}, ${after}${shortest ? '' : '; a shorter list may exist'}`;
}

const titleOf = (change: string): string => byId.get(change)?.title ?? change;
const effortOf = (change: string): string => byId.get(change)?.effort ?? 'unknown';
const wayOf = (path: string): string => titles.get(path) ?? path;

const places: Partial<Record<RuntimeName, RemedyPlace>> = {
  docker: 'docker',
  containerd: 'kubernetes',
  'cri-o': 'kubernetes',
  podman: 'podman',
  lxc: 'lxc',
};

/** How to make a change where the container's runtime is told so, else where the daemon or the host is. */
export function remedyFor(
  { remedies }: Change,
  runtime: RuntimeName,
): { place: RemedyPlace; text: string } | undefined {
  for (const place of [places[runtime] ?? 'docker', 'daemon'] as const) {
    const text = remedies[place];
    if (typeof text === 'string') return { place, text };
  }
  return undefined;
}
