import { Batches } from './batches.js';

/** Batches whose work waits until it is let go, with what each was given. */
function held(limits = { items: 3, batches: 1 }) {
  const taken: string[][] = [];
  const gates: (() => void)[] = [];
  const batches = new Batches<string>(async (items) => {
    taken.push([...items]);
    await new Promise<void>((resolve) => gates.push(resolve));
    if (items.includes('bad')) throw new Error(`bad among ${items.length}`);
  }, limits);
  const letGo = async () => {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { batches, taken, letGo };
}

describe('Batches', () => {
  it('takes what comes at one moment together, and so what comes meanwhile, up to the limit', async () => {
    const { batches, taken, letGo } = held();
    const first = ['a', 'b'].map((item) => batches.add(item));
    await Promise.resolve();
    expect(taken).toEqual([['a', 'b']]);
    const all = Promise.all([...first, ...['c', 'd', 'e', 'f'].map((item) => batches.add(item))]);
    for (let round = 0; round < 3; round += 1) await letGo();
    await all;
    expect(taken).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
  });

  it('has no more batches in work than allowed', async () => {
    const { batches, taken, letGo } = held({ items: 1, batches: 2 });
    const all = Promise.all(['a', 'b', 'c'].map((item) => batches.add(item)));
    await Promise.resolve();
    expect(taken).toEqual([['a'], ['b']]);
    for (let round = 0; round < 3; round += 1) await letGo();
    await all;
    expect(taken).toEqual([['a'], ['b'], ['c']]);
  });

  it('lets a bad item fail alone, and goes on', async () => {
    const { batches, taken, letGo } = held();
    const ends = Promise.allSettled(['a', 'b', 'bad', 'c', 'd'].map((item) => batches.add(item)));
    for (let round = 0; round < 6; round += 1) await letGo();
    expect((await ends).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(taken).toEqual([['a', 'b', 'bad'], ['a'], ['b'], ['bad'], ['c', 'd']]);
  });
});
