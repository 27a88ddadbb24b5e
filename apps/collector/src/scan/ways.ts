import { escapePaths, type PathVerdict, type Step } from '@shoji/escape';
import type { Colour, Paint } from '../terminal/terminal.js';
import { pad, wrap } from '../terminal/text.js';

const titles = new Map(escapePaths.map(({ id, title }) => [id, title]));
const colours: Record<PathVerdict['state'], Colour> = { open: 'bad', possible: 'doubt', blocked: 'good' };
const marks: Record<Step['state'], string> = { pierce: '→', stop: '■', unknown: '?' };

/**
 * The ways out of one container: open ones, then possible ones, each with what every wall on it does; of those that are
 * blocked only the walls that stop them.
 */
export function waysOut(paths: readonly PathVerdict[], width: number, paint: Paint): string[] {
  const of = (state: PathVerdict['state']) => paths.filter((path) => path.state === state);
  const head = (path: PathVerdict, more: string) =>
    `  ${paint(pad(path.state, 8), colours[path.state])}  ${titles.get(path.path) ?? path.path}${more}`;
  const indent = ' '.repeat(12);
  return [
    `${paint('Ways out', 'strong')}  ${of('open').length} open, ${of('possible').length} possible, ${of('blocked').length} blocked`,
    ...[...of('open'), ...of('possible')].flatMap((path) => [
      head(path, `, ${path.ease}  ${paint(path.path, 'dim')}`),
      ...path.steps.flatMap(({ wall, state, reason }) =>
        wrap(`${marks[state]} ${wall}: ${reason}`, width - indent.length).map((part) => `${indent}${part}`),
      ),
    ]),
    ...of('blocked').map((path) => {
      const stops = path.steps.filter(({ state }) => state === 'stop').map(({ wall }) => wall);
      return head(path, paint(` by ${[...new Set(stops)].join(', ')}`, 'dim'));
    }),
  ];
}
