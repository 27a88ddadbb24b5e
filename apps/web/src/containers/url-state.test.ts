import { restrictions, toggled, toVariables, turned, type ContainersState } from './url-state';

const nothing: ContainersState = {
  q: '',
  order: 'risk',
  dir: 'desc',
  band: [],
  way: [],
  rule: [],
  open: [],
  unknown: [],
  state: [],
  kind: [],
  host: '',
  group: [],
};

describe('toVariables', () => {
  it('asks without a restriction where nothing is chosen', () => {
    expect(toVariables(nothing)).toEqual({
      search: null,
      filter: {},
      orderBy: { field: 'RISK', direction: 'DESC' },
    });
  });

  it.each([
    [{ q: '  nginx ' }, { search: 'nginx' }],
    [{ q: '   ' }, { search: null }],
    [{ band: ['critical'] }, { filter: { bands: ['critical'] } }],
    [{ way: ['a', 'b'] }, { filter: { openPaths: ['a', 'b'] } }],
    [{ rule: ['a', 'b'] }, { filter: { rules: ['a', 'b'] } }],
    [{ open: ['lsm', 'user'] }, { filter: { openWalls: ['lsm', 'user'] } }],
    [{ unknown: ['lsm'] }, { filter: { unknownWalls: ['lsm'] } }],
    [{ state: ['gone'] }, { filter: { states: ['gone'] } }],
    [{ kind: ['service'] }, { filter: { kinds: ['service'] } }],
    [{ host: 'abc' }, { filter: { hostId: 'abc' } }],
    [{ group: ['prod', 'edge'] }, { filter: { groups: ['prod', 'edge'] } }],
    [{ order: 'seen', dir: 'asc' }, { orderBy: { field: 'LAST_SEEN', direction: 'ASC' } }],
  ] satisfies [Partial<ContainersState>, Partial<ReturnType<typeof toVariables>>][])(
    'turns %j into %j',
    (chosen, asked) => {
      expect(toVariables({ ...nothing, ...chosen })).toEqual({ ...toVariables(nothing), ...asked });
    },
  );
});

describe('turned', () => {
  it.each([
    ['risk', 'desc', 'risk', { order: 'risk', dir: 'asc' }],
    ['risk', 'asc', 'risk', { order: 'risk', dir: 'desc' }],
    ['risk', 'asc', 'name', { order: 'name', dir: 'asc' }],
    ['name', 'asc', 'seen', { order: 'seen', dir: 'desc' }],
  ] as const)('from %s %s by a click on %s is %j', (order, dir, clicked, next) => {
    expect(turned({ order, dir }, clicked)).toEqual(next);
  });
});

describe('restrictions', () => {
  it('counts every choice and the search', () => {
    expect(restrictions(nothing)).toBe(0);
    expect(
      restrictions({
        ...nothing,
        q: 'a',
        band: ['low', 'high'],
        way: ['w'],
        rule: ['r'],
        host: 'h',
        group: ['g'],
      }),
    ).toBe(7);
  });
});

describe('toggled', () => {
  it.each([
    [[], ['a']],
    [['a'], []],
    [['b'], ['b', 'a']],
  ])('turns %j into %j', (list, next) => expect(toggled(list, 'a')).toEqual(next));
});
