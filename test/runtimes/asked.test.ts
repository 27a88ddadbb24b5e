/** What docker was told of real containers that is no wall of theirs: it is read as docker was told, and judged by it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { evaluateRules } from '../../packages/rules/src/index.js';
import { traits as traitsSchema } from '../../packages/posture/src/index.js';
import { debianHost } from '../../packages/posture/src/testing/posture.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { removeCgroups } from './cgroup.js';

const ends = new Ends();
const directory = mkdtempSync(join(tmpdir(), 'shoji-asked-'));
const reader = createHostReader({
  roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
  collectorVersion: 'test',
});
const parent = `shojiasked${process.pid}`;
let docker: Docker;

beforeAll(async () => {
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  ends.push(() => removeCgroups(parent));
  docker = await startDocker(join(directory, 'docker'));
  ends.push(() => docker.stop());
}, 60_000);
afterAll(() => ends.stop(), 60_000);

const judged = ['restarts-not-limited', 'no-health-check', 'cgroup-parent-not-default', 'unsafe-sysctl-set'];

async function read(name: string) {
  const pid = await docker.pidOf(name);
  const { containers } = await reader.read(new Date());
  const { posture, traits } = containers.find(({ instance }) => instance.pid === pid)!;
  const outcomes = evaluateRules({ posture, traits, host: debianHost() });
  const { restart, healthCheck, cgroupParent, sysctls } = traitsSchema.parse(traits);
  return {
    told: { restart, healthCheck, cgroupParent, sysctls },
    states: judged.map((id) => outcomes.find(({ rule }) => rule === id)!.state),
  };
}

it('of a container of which nothing was told', async () => {
  // docker writes a name of the domain as a setting of the kernel, which nobody asked for.
  await docker.start('plain', '--network=none', '--domainname=example.org');
  const { told, states } = await read('plain');
  expect(told).toMatchObject({
    restart: { policy: 'no', retries: 0 },
    healthCheck: false,
    cgroupParent: null,
  });
  expect(states).toEqual(['pass', 'fail', 'pass', 'pass']);
});

it('of a container of which all was told', async () => {
  await docker.start(
    'told',
    ...['--network=none', '--restart=always', '--health-cmd=true', `--cgroup-parent=/${parent}`],
    ...['--sysctl=net.ipv4.ip_forward=1', '--sysctl=net.ipv4.tcp_syncookies=1'],
  );
  const { told, states } = await read('told');
  expect(told).toMatchObject({
    restart: { policy: 'always', retries: null },
    healthCheck: true,
    cgroupParent: `/${parent}`,
  });
  expect(told.sysctls).toEqual(expect.arrayContaining(['net.ipv4.ip_forward', 'net.ipv4.tcp_syncookies']));
  expect(states).toEqual(['fail', 'pass', 'fail', 'fail']);
});

it('is read again once docker was told otherwise', async () => {
  await docker.start('updated', '--network=none', '--restart=always', '--no-healthcheck');
  expect((await read('updated')).told).toMatchObject({ restart: { policy: 'always' }, healthCheck: false });
  await docker.docker('update', '--restart=on-failure:5', 'updated');
  const { told, states } = await read('updated');
  expect(told.restart).toEqual({ policy: 'on-failure', retries: 5 });
  expect(states[0]).toBe('pass');
});
