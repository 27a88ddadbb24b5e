import { seccompProfile, tellingCalls } from './seccompProfile.js';

const profile = (...syscalls: unknown[]) => ({ defaultAction: 'SCMP_ACT_ERRNO', syscalls });
const allow = (...names: string[]) => ({ names, action: 'SCMP_ACT_ALLOW' });

describe('seccompProfile', () => {
  it.each<[string, unknown[], string[]]>([
    ['names what passes', [allow('write', 'read'), allow('read')], ['read', 'write']],
    [
      'leaves out what passes with some arguments only',
      [allow('read'), { ...allow('clone'), args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }] }],
      ['read'],
    ],
    [
      'leaves out what another rule stops',
      [allow('read', 'bpf'), { names: ['bpf'], action: 'SCMP_ACT_ERRNO', errnoRet: 1 }],
      ['read'],
    ],
    ['counts what is only logged', [{ names: ['read'], action: 'SCMP_ACT_LOG' }], ['read']],
    [
      'takes no harm from anything else',
      [null, 5, { names: 'read' }, { names: [5], action: 'SCMP_ACT_ALLOW' }],
      [],
    ],
  ])('%s', (_, syscalls, allowed) => {
    expect(seccompProfile(profile(...syscalls))).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', allowed });
  });

  it('gives equal profiles one hash, whatever the order of their keys, and others another', () => {
    const hashOf = (json: unknown) => (seccompProfile(json) as { hash: string }).hash;
    const { defaultAction, syscalls } = profile(allow('read'));
    expect(hashOf({ syscalls, defaultAction })).toBe(hashOf({ defaultAction, syscalls }));
    expect(hashOf(profile(allow('read')))).not.toBe(hashOf(profile(allow('write'))));
    expect(hashOf(profile(allow('read')))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says so where the profile has no canonical form', () => {
    expect(seccompProfile({ ...profile(), flags: 0.5 })).toEqual({ unreadable: 'not-canonical' });
  });

  it.each([undefined, null, 5, [], {}, { defaultAction: 5 }])('is none in %j', (json) => {
    expect(seccompProfile(json)).toBeNull();
  });
});

describe('tellingCalls', () => {
  it('names those of the system calls that decide a way out which the profile lets through', () => {
    const resolved = seccompProfile(profile(allow('read', 'unshare', 'bpf')));
    expect(tellingCalls(resolved!)).toEqual(['bpf', 'unshare']);
    expect(tellingCalls(seccompProfile(profile(allow('read')))!)).toEqual([]);
  });

  it('does not guess where a profile lets through what it does not name, or there is none', () => {
    expect(tellingCalls(seccompProfile({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [] })!)).toBeUndefined();
    expect(tellingCalls(undefined)).toBeUndefined();
    expect(tellingCalls({ unreadable: 'not-canonical' })).toBeUndefined();
  });
});
