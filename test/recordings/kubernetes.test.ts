/** A node of Kubernetes: sandboxes and containers of both CRI runtimes, their pods, and the level at which limits bind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { allocatable, makeNode, pods, podSlice, type PodOnNode } from './kubernetes.js';
import { jsonIn, readerOf, unpack } from './unpack.js';

let found: ReadContainer[];
let ids: Map<string, string>;

beforeAll(async () => {
  const node = mkdtempSync(join(tmpdir(), 'shoji-node-'));
  const { directory, remove } = unpack('vm-systemd');
  try {
    makeNode(directory, node);
    const { records } = jsonIn<{ records: { name: string; id: string }[] }>(directory, 'scenario.json');
    ids = new Map(records.map(({ name, id }) => [name, id]));
    found = (await readerOf(node).read(new Date())).containers;
  } finally {
    remove();
    rmSync(node, { recursive: true });
  }
});

const as = (name: string): ReadContainer => found.find(({ id }) => id === ids.get(name))!;
const podOf = ({ namespace, name, uid, sandbox }: PodOnNode, container: string | null) => ({
  ...{ namespace, name, uid, container },
  sandbox: ids.get(sandbox)!,
});

it('has the sandboxes and containers of the pods, and nothing else: no shim, no conmon', () => {
  const told = found.map(({ id, instance: { kind, runtime, name, pod, orphan, parent } }) => ({
    ...{ id, kind, runtime: runtime.name, name, pod, orphan, parent },
  }));
  const common = { orphan: null, parent: null };
  const expected = pods.flatMap((pod) => [
    {
      ...{ id: ids.get(pod.sandbox)!, kind: 'pod-sandbox', runtime: pod.runtime, name: pod.name },
      ...{ pod: podOf(pod, null), ...common },
    },
    ...pod.containers.map(({ from, container }) => ({
      ...{ id: ids.get(from)!, kind: 'container', runtime: pod.runtime, name: `${pod.name}/${container}` },
      ...{ pod: podOf(pod, container), ...common },
    })),
  ]);
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(told.sort(byId)).toEqual(expected.sort(byId));
});

it.each(pods)('has the image that $name asked for', ({ containers }) => {
  for (const { from, image } of containers) expect(as(from).instance.image?.reference).toBe(image);
});

it.each(pods)(
  'tells that the containers of $name live in the namespaces of its sandbox',
  ({ sandbox, containers }) => {
    const shared = { network: 'container', ipc: 'container', uts: 'container', mount: 'own', pid: 'own' };
    const own = { network: 'own', ipc: 'own', uts: 'own', mount: 'own', pid: 'own' };
    expect(as(sandbox).posture.namespaces).toMatchObject(own);
    for (const { from } of containers) expect(as(from).posture.namespaces).toMatchObject(shared);
  },
);

it('has the tightest limits, bound at the cgroup of the pod, of all pods, or at its own', () => {
  const limits = (name: string) => {
    const { memory, pids } = as(name).posture.cgroups;
    return { memory: [memory.limit, memory.boundAt], pids: [pids.limit, pids.boundAt] };
  };
  const mebibyte = 2 ** 20;
  const slice = podSlice(pods[0]!);
  expect(limits('d-limits')).toEqual({ memory: [100 * mebibyte, slice], pids: [40, slice] });
  expect(limits('d-default')).toEqual({ memory: [100 * mebibyte, slice], pids: [40, slice] });
  expect(limits('p-hardened')).toEqual({ memory: [64 * mebibyte, 'self'], pids: [50, 'self'] });
  expect(limits('p-default')).toEqual({ memory: [allocatable, '/kubepods.slice'], pids: [2048, 'self'] });
});

it('has what each was asked for, out of the bundle of its runtime', () => {
  for (const { sandbox, containers } of pods)
    for (const name of [sandbox, ...containers.map(({ from }) => from)])
      expect(as(name).declared).not.toBeNull();
  expect(as('p-hardened').declared!.capabilities.effective).toEqual([]);
});
