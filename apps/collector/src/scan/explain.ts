import { changes, remedyPlaces, type Change } from '@shoji/changes';
import type { CustomRule } from '@shoji/custom-rules';
import { escapePaths, type EscapePath } from '@shoji/escape';
import { sourceOf } from '@shoji/posture';
import { rules, type Rule } from '@shoji/rules';
import { painter, type Paint } from '../terminal/terminal.js';
import { pad, printable, wrap } from '../terminal/text.js';
import { severityColours } from './marks.js';
import { distance } from './select.js';

interface Look {
  colours: boolean;
  width: number;
}

/**
 * What a rule, a way out or a change is: what it reads, where the kernel says so, why it matters, how to mend it; `null`
 * where nothing has that id. `further` are the rules that were given with `--rules`.
 */
export function explain(
  id: string,
  { colours, width }: Look,
  further: readonly CustomRule[] = [],
): string | null {
  const paint = painter(colours);
  const line = width === Infinity ? 120 : width;
  const rule = rules.find((item) => item.id === id);
  const path = escapePaths.find((item) => item.id === id);
  const change = changes.find((item) => item.id === id);
  const custom = further.find((item) => item.id === id);
  const lines = custom
    ? ofCustomRule(custom, line, paint)
    : rule
      ? ofRule(rule, line, paint)
      : path
        ? ofPath(path, line, paint)
        : change && ofChange(change, line, paint);
  return lines ? `${lines.join('\n')}\n` : null;
}

/** Ids that look like one that nothing has. */
export const alike = (id: string, further: readonly CustomRule[] = []): string[] =>
  [...further, ...rules, ...escapePaths, ...changes]
    .map((item) => ({ id: item.id, steps: distance(item.id, id.slice(0, 64)) }))
    .filter((item) => item.steps <= 3 || (id.length > 2 && item.id.includes(id)))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 5)
    .map((item) => item.id);

function ofRule(rule: Rule, width: number, paint: Paint): string[] {
  return [
    paint(rule.title, 'strong'),
    `rule ${rule.id}: ${paint(rule.severity, severityColours[rule.severity])} at most, at the wall ${rule.wall}`,
    '',
    ...wrap(rule.rationale, width),
    '',
    ...facts(rule.fields, width, paint),
    ...part('Mend', wrap(rule.remediation, width - 2), paint),
    ...part('References', wrap(rule.references.join('; '), width - 2), paint),
  ];
}

function ofCustomRule(rule: CustomRule, width: number, paint: Paint): string[] {
  return [
    paint(printable(rule.title), 'strong'),
    `rule ${rule.id} of your own: ${paint(rule.severity, severityColours[rule.severity])}, at the wall ${rule.wall}`,
    '',
    ...wrap(printable(rule.rationale), width),
    '',
    // As it was written: it is there to be copied.
    ...part('What must hold', rule.definition.expression.split('\n').map(printable), paint),
    ...facts(rule.fields, width, paint),
    ...part('Mend', wrap(printable(rule.remediation), width - 2), paint),
  ];
}

function ofPath(path: EscapePath, width: number, paint: Paint): string[] {
  const step = ({ wall, fields }: { wall: string; fields: readonly string[] }): string =>
    `${wall}${fields.length === 0 ? ': not a fact of the host' : `: ${fields.join(', ')}`}`;
  const steps = path.conditions.map((item) =>
    'ask' in item ? step(item) : `${step(item.short)}; or else ${item.long.map(step).join(', then ')}`,
  );
  return [
    paint(path.title, 'strong'),
    `way out ${path.id}: ${path.ease}, open where every wall on it gives way`,
    '',
    ...wrap(path.explanation, width),
    '',
    ...part(
      'Walls that it meets, and the facts that tell',
      steps.flatMap((text, index) => hanging(`${index + 1}. `, text, width - 2)),
      paint,
    ),
    ...part(
      'References',
      wrap([...path.techniques.map((id) => `ATT&CK ${id}`), ...path.references].join('; '), width - 2),
      paint,
    ),
  ];
}

function ofChange(change: Change, width: number, paint: Paint): string[] {
  return [
    paint(change.title, 'strong'),
    ...wrap(`change ${change.id}: ${change.effort} effort, strengthens ${change.walls.join(', ')}`, width),
    '',
    ...wrap(change.breaks, width),
    '',
    ...part(
      'How',
      remedyPlaces.flatMap((place) => {
        const remedy = change.remedies[place];
        const text = typeof remedy === 'string' ? remedy : `– ${remedy.none}`;
        return text
          .split('\n')
          .flatMap((line, index) => hanging(pad(index === 0 ? place : '', 12), line, width - 2));
      }),
      paint,
    ),
    ...(change.verify === null
      ? []
      : part('Succeeds on the host where it is in force ($PID: its init)', [change.verify], paint)),
  ];
}

const facts = (fields: readonly string[], width: number, paint: Paint): string[] =>
  part(
    'Facts that it reads',
    fields.flatMap((field) => hanging(pad(field, 30), sourceOf(field) ?? '', width - 2)),
    paint,
  );

const part = (title: string, lines: readonly string[], paint: Paint): string[] => [
  paint(title, 'strong'),
  ...lines.map((line) => `  ${line}`.trimEnd()),
];

/** A text behind a label, its further lines below its first. */
const hanging = (label: string, text: string, width: number): string[] =>
  wrap(text, Math.max(20, width - label.length)).map((line, index) =>
    index === 0 ? `${label}${line}` : `${' '.repeat(label.length)}${line}`,
  );
