import { asked, enforced } from '../../posture/src/difference/testing/pair.js';
import { bind, debianHost, dockerTraits } from '../../posture/src/testing/posture.js';
import type { Posture } from '@shoji/posture';
import { declaredDrift } from './declared.js';

const found = (change: (posture: Posture) => void) => {
  const posture = enforced();
  change(posture);
  return declaredDrift(asked(), { posture, traits: dockerTraits() }, debianHost());
};

describe('declaredDrift', () => {
  it('finds nothing where the kernel enforces what was asked for, or more', () => {
    expect(found(() => undefined).changes).toEqual([]);
    expect(found((p) => void (p.cgroups.memory.limit = 1)).changes).toEqual([]);
  });

  it('makes no drift of a kernel without AppArmor where only the default profile was to be in force', () => {
    const without = (p: Posture) => void (p.lsm.apparmor = { unsupported: 'kernel built without AppArmor' });
    expect(found(without).changes).toEqual([]);
    const named = asked();
    named.lsm.apparmor = { profile: 'web', mode: 'enforce' };
    const posture = enforced();
    without(posture);
    expect(declaredDrift(named, { posture, traits: dockerTraits() }, debianHost()).changes).toMatchObject([
      { field: 'lsm.apparmor', direction: 'weakening' },
    ]);
  });

  it('weighs what is not enforced by the risk that enforcing it would take away', () => {
    const { score, changes } = found((p) => {
      p.cgroups.pids.limit = null;
      (p.filesystem.mounts as object[]).push(bind('/run/docker.sock'));
    });
    expect(changes.map(({ field, direction }) => [field, direction])).toEqual([
      ['cgroups.pids.limit', 'weakening'],
      ['filesystem.mounts', 'weakening'],
    ]);
    expect(score).toBeGreaterThan(5);
    expect(changes.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score);
    expect(changes[1]!.points).toBeGreaterThan(changes[0]!.points);
  });

  it('shows beside it what could not be compared, and never makes a drift of that alone', () => {
    const blind = (p: Posture) => void (p.seccomp.mode = { unreadable: 'EACCES' });
    expect(found(blind).changes).toEqual([]);
    const both = found((p) => {
      blind(p);
      p.cgroups.pids.limit = null;
    });
    expect(both.changes.map(({ direction }) => direction).sort()).toEqual(['unknown', 'weakening']);
  });
});
