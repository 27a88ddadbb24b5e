import { walls, type Wall } from '@shoji/posture';
import type { WallStatus } from '@shoji/risk';
import type { Scanned } from './scanned.js';

/** Heads of the eight walls, in their order. */
const heads: Record<Wall, string> = {
  namespaces: 'NS',
  user: 'US',
  cgroups: 'CG',
  rlimits: 'RL',
  capabilities: 'CP',
  seccomp: 'SC',
  lsm: 'LS',
  filesystem: 'FS',
};

/** A form and a letter each, so that nothing hangs on colour alone. */
const cells: Record<WallStatus, { text: string; colour: number }> = {
  closed: { text: '■c', colour: 32 },
  thin: { text: '▨t', colour: 33 },
  open: { text: '□o', colour: 31 },
  unknown: { text: '?u', colour: 35 },
};

const maxName = 40;
const maxReason = 90;

/** The scan as text, worst first as given: risk, name, runtime, the eight walls, and the finding that weighs most. */
export function table(containers: readonly Scanned[], colours: boolean): string {
  if (containers.length === 0)
    return 'No containers on this host. (--all also shows services and processes with namespaces of their own.)\n';
  const paint = (text: string, colour: number) => (colours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const names = containers.map(({ name }) => fit(printable(name), maxName));
  const nameWidth = Math.max('name'.length, ...names.map((name) => name.length));
  const runtimeWidth = Math.max(
    'runtime'.length,
    ...containers.map(({ instance }) => instance.runtime.name.length),
  );

  const head = `${'risk'.padStart(4)}  ${'name'.padEnd(nameWidth)}  ${'runtime'.padEnd(runtimeWidth)}  ${walls
    .map((wall) => heads[wall])
    .join(' ')}  main reason`;
  const rows = containers.map(({ instance, judgement }, index) => {
    const { risk } = judgement;
    const states = new Map(judgement.walls.map(({ wall, state }) => [wall, state]));
    const glyphs = walls.map((wall) => {
      const { text, colour } = cells[states.get(wall) ?? 'unknown'];
      return paint(text, colour);
    });
    const reason = fit(printable(risk.parts[0]?.title ?? 'nothing found'), maxReason);
    const name = (names[index] ?? '').padEnd(nameWidth);
    return `${String(Math.round(risk.score)).padStart(4)}  ${name}  ${instance.runtime.name.padEnd(runtimeWidth)}  ${glyphs.join(' ')}  ${reason}`;
  });
  const legend = (Object.entries(cells) as [WallStatus, { text: string; colour: number }][])
    .map(([status, { text, colour }]) => `${paint(text, colour)} ${status}`)
    .join('  ');
  return `${[head, ...rows, '', legend].join('\n')}\n`;
}

/** Text of strangers, with all that a terminal would obey (C0, C1, bidirectional marks) written out. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;
