import { Values } from './values.js';

describe('Values', () => {
  it('gives one object for one content, and another for another', () => {
    const values = new Values();
    const one = values.same({ limit: 1 });
    values.forgetUnused();
    expect(values.same({ limit: 1 })).toBe(one);
    expect(values.same({ limit: 2 })).toEqual({ limit: 2 });
  });

  it('keeps what is made of a text apart from what says the same, and by what it is', () => {
    const values = new Values();
    const same = values.same({ unreadable: 'EIO' });
    const [limits, status] = ['limits', 'status'].map((kind) =>
      values.made(kind, '{"unreadable":"EIO"}', () => ({ kind })),
    );
    expect([same, limits, status]).toEqual([{ unreadable: 'EIO' }, { kind: 'limits' }, { kind: 'status' }]);
    expect(values.made('limits', '{"unreadable":"EIO"}', () => ({}))).toBe(limits);
  });

  it('gives one object for the same parts', () => {
    const values = new Values();
    const [a, b] = [values.same({ a: 1 }), values.same({ b: 1 })];
    const whole = values.of([a, b], () => ({ a, b }));
    expect(values.of([a, b], () => ({ a, b }))).toBe(whole);
    expect(values.of([b, a], () => ({ b, a }))).not.toBe(whole);
  });
});
