/** Whole readings of recorded hosts whose files were damaged: they end, and what they tell fits the schemas. */
import { hostDocument, instance, posture, traits } from '@shoji/posture';
import { codeOf, systemError, type Files } from '../../apps/collector/src/read/files.js';
import { hostNames, readerOf, unpack } from './unpack.js';

/** A small generator with a seed (mulberry32), so that what failed once fails again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const hostile = [
  '',
  '\0',
  '\n',
  ' ',
  '-1',
  '99999999999999999999',
  'max',
  '/../..',
  '\\134',
  '\u001b[2J',
  '\ud800',
  '💥',
  ':',
  '=',
  ',',
];
const errnos = [
  'EACCES',
  'ENOENT',
  'EPERM',
  'ESRCH',
  'EINVAL',
  'EIO',
  'ENOTRECORDED',
  'ELOOP',
  'EFBIG',
  'ENODEV',
];

/** One damage somewhere in a text. */
function damaged(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const rows = text.split('\n');
  const row = random(rows.length);
  switch (random(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + hostile[random(hostile.length)]! + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random(8));
    case 3:
      return text.replace(/\d+/g, (number) => (random(9) === 0 ? hostile[random(hostile.length)]! : number));
    case 4:
      return [...rows.slice(0, row), rows[row], ...rows.slice(row)].join('\n');
    case 5:
      return rows.filter((_, index) => index !== row).join('\n');
    default:
      return [...rows].reverse().join('\n');
  }
}

/** Damages one file in `rarity`, and refuses one in twice as many. */
const damaging =
  (random: (below: number) => number, rarity: number) =>
  (files: Files): Files => {
    const refuse = (path: string): void => {
      if (random(2 * rarity) === 0) throw systemError(errnos[random(errnos.length)]!, path);
    };
    const touch = (path: string, text: string): string => {
      refuse(path);
      return random(rarity) === 0 ? damaged(text, random) : text;
    };
    return {
      readText: (path, limit) => touch(path, files.readText(path, limit)),
      readLink: (path) => touch(path, files.readLink(path)),
      readDir: (path) => files.readDir(path).flatMap((name) => (random(8 * rarity) === 0 ? [] : [name])),
      exists: (path) => {
        refuse(path);
        return files.exists(path);
      },
      version: (path) => touch(path, files.version(path)),
      permissions: (path) => {
        refuse(path);
        return files.permissions(path);
      },
      deviceNodes: (root, directory) => {
        refuse(root);
        return files.deviceNodes(root, directory);
      },
    };
  };

const readingsOfEach = 6;

describe.each(hostNames)('%s', (name) => {
  const { directory, remove } = unpack(name);
  afterAll(remove);

  it.each(Array.from({ length: readingsOfEach }, (_, seed) => [seed, [3, 20, 200][seed % 3]!]))(
    'is read to the end with damage of seed %d, one file in %d',
    async (seed, rarity) => {
      const reader = readerOf(directory, damaging(randomOf(seed), rarity));
      // The second reading meets what the first kept.
      for (const round of [0, 1]) {
        let snapshot;
        try {
          snapshot = await reader.read(new Date(round));
        } catch (error) {
          expect([(error as Error).name, codeOf(error)]).toEqual(['ReadError', 'no-procfs']);
          continue;
        }
        expect(hostDocument.parse(snapshot.host)).toEqual(snapshot.host);
        for (const container of snapshot.containers) {
          expect(posture.safeParse(container.posture).error).toBeUndefined();
          expect(instance.safeParse(container.instance).error).toBeUndefined();
          expect(traits.safeParse(container.traits).error).toBeUndefined();
          if (container.declared) expect(posture.safeParse(container.declared).error).toBeUndefined();
        }
      }
    },
  );
});
