import { traits as traitsSchema, type RuntimeName } from '@shoji/posture';
import { claimOf } from './claim.js';
import type { Declared } from './declared.js';
import { runtimeTraits } from './runtimeTraits.js';

const group = { claim: claimOf(`/docker/${'ab'.repeat(32)}`), within: null };
const declared = {
  sysctls: ['kernel.msgmax'],
  restart: { policy: 'always', retries: null },
} as unknown as Declared;
const web = { id: 'web', kind: 'container' as const };
const pod = { namespace: 'shop', name: 'web', uid: null, container: 'web', sandbox: null };

const kindOf = (fact: unknown) =>
  typeof fact === 'object' && fact !== null && !Array.isArray(fact) ? Object.keys(fact)[0] : fact;

describe('runtimeTraits', () => {
  it('are what docker was told', () => {
    expect(
      runtimeTraits({ ...web, runtime: 'docker', pod: null, declared, healthCheck: true }, group),
    ).toEqual({
      restart: { policy: 'always', retries: null },
      healthCheck: true,
      cgroupParent: null,
      sysctls: ['kernel.msgmax'],
    });
  });

  it.each<[RuntimeName, string]>([
    ['docker', 'unreadable'],
    ['podman', 'unreadable'],
    ['containerd', 'unreadable'],
    ['cri-o', 'unsupported'],
    ['systemd-nspawn', 'unsupported'],
    ['none', 'unreadable'],
    ['bubblewrap', 'unsupported'],
  ])('of %s without a record are %s', (runtime, kind) => {
    const { restart, healthCheck, sysctls } = runtimeTraits(
      { ...web, runtime, pod: null, declared: null },
      group,
    );
    expect([restart, healthCheck].map(kindOf)).toEqual([kind, kind]);
    expect(kindOf(sysctls)).toBe(runtime === 'bubblewrap' ? 'unsupported' : 'unreadable');
    traitsSchema
      .pick({ restart: true, healthCheck: true, sysctls: true })
      .parse({ restart, healthCheck, sysctls });
  });

  it('of LXC are that it does neither, but Incus may start it again', () => {
    const lxc = { ...web, runtime: 'lxc' as const, pod: null };
    const kinds = (asked: Declared | null) => {
      const { restart, healthCheck } = runtimeTraits({ ...lxc, declared: asked }, group);
      return [restart, healthCheck].map(kindOf);
    };
    expect(kinds({ ...declared, restart: undefined } as unknown as Declared)).toEqual([
      'unsupported',
      'unsupported',
    ]);
    expect(kinds(declared)).toEqual(['policy', 'unsupported']);
    expect(kinds(null)).toEqual(['unreadable', 'unsupported']);
  });

  it('leave to the orchestrator what it sees to, but settings of the kernel', () => {
    const told = runtimeTraits({ ...web, runtime: 'docker', pod, declared, healthCheck: false }, group);
    expect([told.restart, told.healthCheck].map(kindOf)).toEqual(['unsupported', 'unsupported']);
    expect(told.sysctls).toEqual(['kernel.msgmax']);
  });

  it.each(['service', 'process'] as const)('of a %s without a runtime are none', (kind) => {
    const told = runtimeTraits({ ...web, kind, runtime: 'none', pod: null, declared: null }, group);
    expect(Object.values(told).map(kindOf)).toEqual(Array(4).fill('unsupported'));
  });

  it('of a pod of podman are left to nobody', () => {
    expect(runtimeTraits({ ...web, runtime: 'podman', pod, declared }, group).restart).toEqual(
      declared.restart,
    );
  });
});
