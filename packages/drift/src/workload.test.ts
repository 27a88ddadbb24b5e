import { workloadOf } from './workload.js';

type Given = Parameters<typeof workloadOf>[0];
const container = (more: Partial<Given> = {}): Given => ({
  kind: 'container',
  runtime: { name: 'docker', version: null },
  name: 'web',
  image: { reference: 'nginx:1.25', digest: null },
  labels: {},
  cgroupPath: null,
  ...more,
});
const pod = (name: string, of: string | null = 'app') => ({
  namespace: 'shop',
  name,
  uid: null,
  container: of,
  sandbox: null,
});
const compose = (project: string, service: string) => ({
  labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
});

describe('workloadOf', () => {
  it.each<[string, Partial<Given>, Partial<Given>]>([
    ['a Deployment', { pod: pod('api-6d4cf56db6-x2v8k') }, { pod: pod('api-7c9b5f9d8-q4z7n') }],
    ['a DaemonSet', { pod: pod('agent-x2v8k') }, { pod: pod('agent-q4z7n') }],
    ['a StatefulSet', { pod: pod('db-0') }, { pod: pod('db-11') }],
    ['a CronJob', { pod: pod('backup-28412340-x2v8k') }, { pod: pod('backup-28412400-q4z7n') }],
    [
      'a compose service',
      { ...compose('shop', 'web'), name: 'a', image: null },
      { ...compose('shop', 'web'), name: 'b' },
    ],
    [
      'a unit template',
      { kind: 'service', cgroupPath: '/system.slice/job@1.service' },
      { kind: 'service', cgroupPath: '/system.slice/job@2.service/x' },
    ],
    [
      'one image under numbered names',
      { name: 'web-1' },
      { name: 'web-2', image: { reference: 'nginx:1.26', digest: 'sha256:1' } },
    ],
    ['one image under hashed names', { name: 'job.0123456789ab' }, { name: 'job.ba9876543210' }],
  ])('takes replicas of %s for one workload', (_, one, other) => {
    expect(workloadOf(container(one))).toEqual(workloadOf(container(other)));
  });

  it.each<[string, Partial<Given>, Partial<Given>]>([
    ['other namespaces', { pod: pod('a-0') }, { pod: { ...pod('a-0'), namespace: 'x' } }],
    ['other containers of a pod', { pod: pod('a-0') }, { pod: pod('a-0', 'proxy') }],
    ['a pod and its sandbox', { pod: pod('a-0', null), kind: 'pod-sandbox' }, { pod: pod('a-0') }],
    ['other services', compose('shop', 'web'), compose('shop', 'db')],
    ['services whose names only together read alike', compose('a', 'b/c'), compose('a/b', 'c')],
    ['other images', {}, { image: { reference: 'redis:7', digest: null } }],
    ['other names', {}, { name: 'db' }],
    [
      'another registry with a port',
      { image: { reference: 'r:5000/a', digest: null } },
      { image: { reference: 'r:5000/b', digest: null } },
    ],
  ])('keeps apart %s', (_, one, other) => {
    expect(workloadOf(container(one))?.key).not.toBe(workloadOf(container(other))?.key);
  });

  it('finds none for a process that nobody made to be one of several', () => {
    expect(workloadOf(container({ kind: 'process' }))).toBeNull();
  });

  it('names it as people do', () => {
    expect(workloadOf(container({ pod: pod('api-6d4cf56db6-x2v8k') }))).toMatchObject({
      scheme: 'pod',
      name: 'shop/api/app',
    });
    expect(workloadOf(container({ name: 'web-1' }))).toMatchObject({
      scheme: 'image',
      name: 'docker/nginx/web-*',
    });
  });
});
