import { declaredPosture } from './oci.js';
import { completedByRunc, runcStates } from './runcState.js';

const id = 'a'.repeat(64);

describe('runcStates', () => {
  it.each([
    ['podman', id, null, `conmon\0-c\0${id}\0`, `/run/runc/${id}/state.json`],
    [
      'podman',
      id,
      null,
      'conmon\0--exit-dir\0/run/user/1000/libpod/tmp/exits\0',
      `/run/user/1000/runc/${id}/state.json`,
    ],
    ['cri-o', id, null, '', `/run/runc/${id}/state.json`],
    ['containerd', id, 'k8s.io', '', `/run/containerd/runc/k8s.io/${id}/state.json`],
    ['containerd', id, '../x', '', undefined],
    ['containerd', '../x', 'k8s.io', '', undefined],
    ['docker', id, 'moby', '', undefined],
    ['lxc', id, null, '', undefined],
  ] as const)('of %s %s in %j', (runtime, own, namespace, cmdline, path) => {
    expect(runcStates(runtime, own, namespace, cmdline)).toEqual(path === undefined ? [] : [path]);
  });
});

describe('completedByRunc', () => {
  const posture = declaredPosture({
    ociVersion: '1.1.0',
    linux: { resources: { memory: { limit: 100, swap: 200 }, pids: { limit: 7 }, cpu: { cpus: '0' } } },
  })!;

  it('takes the limits that were set last', () => {
    const cgroups = { memory: 300, memory_swap: 500, cpu_quota: 50_000, cpu_period: 100_000, pids_limit: 9 };
    const { memory, cpu, pids } = completedByRunc(posture, { config: { cgroups } }).cgroups;
    expect([memory.limit, memory.swap, pids.limit]).toEqual([300, 200, 9]);
    expect(cpu).toMatchObject({ quota: 50_000, period: 100_000, cpus: null });
  });

  it.each([undefined, null, 'x', {}, { config: 7 }, { config: { cgroups: {} } }])(
    'leaves what was asked for where the state is %j',
    (state) => expect(completedByRunc(posture, state)).toBe(posture),
  );
});
