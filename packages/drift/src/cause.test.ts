import type { HostDocument } from '@shoji/posture';
import { debianHost, dockerTraits, posture } from '../../posture/src/testing/posture.js';
import { causeOf, type Circumstances } from './cause.js';

const host = debianHost();
const daemon = (configuration: Record<string, string | boolean>, version = '20.10'): HostDocument => ({
  ...host,
  runtimes: [{ name: 'docker', version, configuration }],
});
const now = { posture: posture(() => undefined), traits: dockerTraits() };
const bound = (boundAt: string) => ({
  ...now,
  posture: posture((p) => void (p.cgroups.memory = { ...p.cgroups.memory, boundAt })),
});
const change = (field: string, before: unknown = 1, after: unknown = 2) => ({ field, before, after });
const circumstances = (
  more: Partial<Circumstances['conforming'] & object> | null,
  rest: Partial<Circumstances> = {},
): Circumstances => ({
  conforming: more === null ? null : { same: true, restarted: false, host, ...more },
  host,
  siblingsConform: false,
  ...rest,
});

describe('causeOf', () => {
  it.each<[string, string, Parameters<typeof causeOf>]>([
    [
      'live',
      'it was as it should be, and changed',
      [change('cgroups.memory.limit'), bound('self'), circumstances({})],
    ],
    [
      'host',
      'a cgroup above its own has another limit',
      [change('cgroups.memory.limit'), bound('/shoji.slice'), circumstances({})],
    ],
    [
      'redeploy',
      'it was started again under another cgroup',
      [change('cgroups.memory.limit'), bound('/shoji.slice'), circumstances({ restarted: true })],
    ],
    [
      'redeploy',
      'another took its place',
      [change('capabilities.bounding'), now, circumstances({ same: false })],
    ],
    [
      'host',
      'another took its place after a setting of the daemon moved',
      [
        change('user.noNewPrivileges'),
        now,
        circumstances(
          { same: false, host: daemon({ 'no-new-privileges': true }) },
          { host: daemon({ 'no-new-privileges': false }) },
        ),
      ],
    ],
    [
      'redeploy',
      'the setting of the daemon that moved decides something else',
      [
        change('capabilities.bounding'),
        now,
        circumstances(
          { same: false, host: daemon({ 'no-new-privileges': true }) },
          { host: daemon({ 'no-new-privileges': false }) },
        ),
      ],
    ],
    [
      'redeploy',
      'a new release of the runtime brings no mounts',
      [
        change('filesystem.mounts'),
        now,
        circumstances({ same: false, host: daemon({}) }, { host: daemon({}, '24') }),
      ],
    ],
    [
      'host',
      'a profile was set to complain',
      [
        change('lsm.apparmor', { profile: 'p', mode: 'enforce' }, { profile: 'p', mode: 'complain' }),
        now,
        circumstances({}),
      ],
    ],
    [
      'outlier',
      'its siblings are as they should be',
      [change('seccomp.mode'), now, circumstances(null, { siblingsConform: true })],
    ],
    ['redeploy', 'none is any more', [change('seccomp.mode'), now, circumstances(null)]],
  ])('is %s where %s', (cause, _, given) => {
    expect(causeOf(...given)).toBe(cause);
  });

  it('takes no fact for moved that could not be read', () => {
    const blind: HostDocument = { ...host, lsms: { unreadable: 'EACCES' } };
    expect(causeOf(change('lsm.apparmor', {}, {}), now, circumstances({ host: blind }))).toBe('live');
  });
});
