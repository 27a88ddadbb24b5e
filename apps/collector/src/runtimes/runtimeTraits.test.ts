import { traits as traitsSchema, type RuntimeName } from '@shoji/posture';
import { claimOf } from './claim.js';
import type { Declared } from './declared.js';
import { runtimeTraits } from './runtimeTraits.js';

const group = { claim: claimOf(`/docker/${'ab'.repeat(32)}`), within: null };
const declared = {
  sysctls: ['kernel.msgmax'],
  restart: { policy: 'always', retries: null },
} as unknown as Declared;
const pod = { namespace: 'shop', name: 'web', uid: null, container: 'web', sandbox: null };

const kindOf = (fact: unknown) =>
  typeof fact === 'object' && fact !== null && !Array.isArray(fact) ? Object.keys(fact)[0] : fact;

describe('runtimeTraits', () => {
  it('are what docker was told', () => {
    expect(
      runtimeTraits({ id: 'web', runtime: 'docker', pod: null, declared, healthCheck: true }, group),
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
    ['lxc', 'unsupported'],
    ['systemd-nspawn', 'unsupported'],
    ['none', 'unsupported'],
    ['bubblewrap', 'unsupported'],
  ])('of %s without a record are %s', (runtime, kind) => {
    const { restart, healthCheck, sysctls } = runtimeTraits(
      { id: 'web', runtime, pod: null, declared: null },
      group,
    );
    expect([restart, healthCheck].map(kindOf)).toEqual([kind, kind]);
    expect(kindOf(sysctls)).toBe(
      runtime === 'none' || runtime === 'bubblewrap' ? 'unsupported' : 'unreadable',
    );
    traitsSchema
      .pick({ restart: true, healthCheck: true, sysctls: true })
      .parse({ restart, healthCheck, sysctls });
  });

  it('leave to the orchestrator what it sees to, but settings of the kernel', () => {
    const told = runtimeTraits({ id: 'web', runtime: 'docker', pod, declared, healthCheck: false }, group);
    expect([told.restart, told.healthCheck].map(kindOf)).toEqual(['unsupported', 'unsupported']);
    expect(told.sysctls).toEqual(['kernel.msgmax']);
  });

  it('of a pod of podman are left to nobody', () => {
    expect(runtimeTraits({ id: 'web', runtime: 'podman', pod, declared }, group).restart).toEqual(
      declared.restart,
    );
  });
});
