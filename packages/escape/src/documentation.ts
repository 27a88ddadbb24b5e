import type { Alternatives, Condition, EscapePath } from './path.js';

/** The ways out as Markdown (`docs/ways-out.md`), in the order of the list. */
export function pathsDocument(paths: readonly EscapePath[]): string {
  return `${[head(paths.length), ...paths.map(section)].join('\n\n')}\n`;
}

const head = (count: number) => `# Ways out

This page is generated from \`packages/escape/src/catalogue.ts\`. Do not edit it: change the way, then run
\`npm run docs:catalogues\` after a build.

There are ${count} ways. Each is an ordered list of conditions, each at one wall, which gives way, stops it, or cannot be told.
A way is \`open\` where every wall gives way, \`blocked\` where one is known to stop it, and \`possible\` where none is known to, but
not all could be told. Shoji recognises what a way needs and never takes one. What an open way adds to the score is in
[risk.md](risk.md).`;

const section = ({ id, title, ease, explanation, techniques, references, conditions }: EscapePath) =>
  [
    `## \`${id}\``,
    `**${title}** · ${ease}`,
    explanation,
    [
      `- Walls: ${conditions.map(wallsOf).join(', then ')}`,
      `- Facts: ${[...new Set(conditions.flatMap(fieldsOf))].map((field) => `\`${field}\``).join(', ')}`,
      `- References: ${[...techniques.map((technique) => `ATT&CK ${technique}`), ...references].join('; ')}`,
    ].join('\n'),
  ].join('\n\n');

const parts = (item: Condition | Alternatives): readonly Condition[] =>
  'ask' in item ? [item] : [item.short, ...item.long];
const fieldsOf = (item: Condition | Alternatives): string[] => parts(item).flatMap(({ fields }) => fields);
const wallsOf = (item: Condition | Alternatives): string =>
  'ask' in item ? item.wall : `${item.short.wall} or else ${item.long.map(({ wall }) => wall).join(' and ')}`;
