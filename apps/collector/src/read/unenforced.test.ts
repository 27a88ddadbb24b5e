import { samplePosture } from '../testing/snapshot.js';
import { unenforced } from './unenforced.js';

describe('unenforced', () => {
  it('names each fact once, whatever the number of its items, and leaves out what is more than asked for', () => {
    const declared = samplePosture();
    const effective = samplePosture();
    declared.cgroups.memory.limit = 1;
    effective.cgroups.memory.limit = null;
    declared.cgroups.devices = { unsupported: 'not asked for' };
    effective.user.noNewPrivileges = true;
    declared.user.noNewPrivileges = false;
    effective.filesystem.mounts = ['/a', '/b'].map((destination) => ({
      destination,
      source: destination,
      type: 'ext4',
      readonly: false,
      options: [],
      propagation: 'private',
      fromHost: true,
    }));
    declared.filesystem.mounts = [];
    expect(unenforced(declared, effective, 2)).toEqual([
      { wall: 'cgroups', field: 'cgroups.memory.limit', direction: 'weaker' },
      { wall: 'filesystem', field: 'filesystem.mounts', direction: 'weaker' },
      { wall: 'lsm', field: 'lsm.apparmor', direction: 'unknown' },
    ]);
  });

  it('is the same object while the postures are, and another when one is', () => {
    const declared = samplePosture();
    const effective = samplePosture();
    const first = unenforced(declared, effective, 2);
    expect(unenforced(declared, effective, 2)).toBe(first);
    const later = { ...effective, namespaces: { ...effective.namespaces, pid: 'host' as const } };
    expect(unenforced(declared, later, 2)).toContainEqual({
      wall: 'namespaces',
      field: 'namespaces.pid',
      direction: 'weaker',
    });
  });
});
