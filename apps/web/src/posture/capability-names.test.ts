import { bare, capabilityColumns, capabilityNames, defaultCapabilities } from './capability-names';

describe('capabilityNames', () => {
  it('stands in the order of the bits', () => {
    expect(capabilityNames).toHaveLength(41);
    expect([0, 12, 21, 31, 40].map((bit) => capabilityNames[bit])).toEqual([
      'CHOWN',
      'NET_ADMIN',
      'SYS_ADMIN',
      'SETFCAP',
      'CHECKPOINT_RESTORE',
    ]);
  });

  it('holds every default', () => {
    const names: readonly string[] = capabilityNames;
    expect([...defaultCapabilities].filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('capabilityColumns', () => {
  it('adds a column for a capability that has no name yet', () => {
    expect(capabilityColumns([['CAP_CHOWN'], ['CAP_41', 'CAP_NEW']]).slice(41)).toEqual(['CAP_41', 'NEW']);
  });
});

describe('bare', () => {
  it.each([
    ['CAP_SYS_ADMIN', 'SYS_ADMIN'],
    ['CAP_41', 'CAP_41'],
  ])('writes %s as %s', (name, shown) => expect(bare(name)).toBe(shown));
});
