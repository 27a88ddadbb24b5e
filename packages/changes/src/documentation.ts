import { remedyPlaces, type Change, type Remedy, type RemedyPlace } from './change.js';

/** The changes as Markdown (`docs/changes.md`), in the order of the list. */
export function changesDocument(changes: readonly Change[]): string {
  return `${[head(changes.length), ...changes.map(section)].join('\n\n')}\n`;
}

const head = (count: number) => `# Changes

This page is generated from \`packages/changes/src/catalogue.ts\`. Do not edit it: change the change, then run
\`npm run docs:catalogues\` after a build.

There are ${count} changes, each one atomic fix. Shoji makes none itself: it applies each to what it read of a container,
judges that again with the same rules and ways out, and so says what the change is worth there. What a change asks of those
who run the container is \`low\` (a flag, and few programs notice), \`medium\` (the program or its image may have to follow) or
\`high\` (a setting of the daemon or the host, and so of every container on it). The command that verifies it runs as root on
the host, with the container's init in \`$PID\`, and succeeds where the change is in force.`;

const section = ({ id, title, walls, effort, remedies, breaks, verify }: Change) =>
  [
    `## \`${id}\``,
    `**${title}** · ${effort} · ${walls.join(', ')}`,
    breaks,
    '```text\n' + remedyPlaces.map((place) => remedyLines(place, remedies[place])).join('\n') + '\n```',
    ...(verify === null ? [] : ['```sh\n' + verify + '\n```']),
  ].join('\n\n');

const width = Math.max(...remedyPlaces.map((place) => place.length)) + 2;

function remedyLines(place: RemedyPlace, remedy: Remedy): string {
  const lines = typeof remedy === 'string' ? remedy.split('\n') : [`– ${remedy.none}`];
  return lines.map((line, index) => `${(index === 0 ? place : '').padEnd(width)}${line}`).join('\n');
}
