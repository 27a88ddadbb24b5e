/**
 * Drift of real containers, read by the real collector: each of the five causes made by the deed it is named after. Two
 * collectors of this machine are two hosts to the server, so that the replicas stand on both.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEnrolmentToken } from '../../apps/api/src/access/enrolment-token.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { stopProcess } from '../harness/process.js';
import { until } from '../jobs/harness.js';
import { Fleet, type Seen } from './fleet.js';

const run = promisify(execFile);
const project = `drift${process.pid}`;
const ends = new Ends();
let directory: string;
let lab: Docker;
let fleet: Fleet;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-drift-'));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  lab = await startDocker(join(directory, 'docker'), '--no-new-privileges');
  ends.push(() => lab.stop());
  fleet = await Fleet.start();
  ends.push(() => fleet.close());
  await start('update', 'update', '--memory=64m', '--memory-swap=64m', '--pids-limit=50');
  await start('remount', 'remount', '--read-only');
  await start('exec', 'exec', '--cap-drop=ALL');
  await start('redeploy', 'redeploy');
  await start('daemon', 'daemon');
  await start('calm', 'calm');
  for (const name of ['one', 'two', 'three']) await start(`replica-${name}`, 'replica');
  await start('replica-odd', 'replica', '--cap-add=NET_ADMIN');
  for (const name of ['first', 'second']) await collect(name);
  for (const service of ['update', 'remount', 'exec', 'redeploy', 'daemon', 'calm', 'replica'])
    await until(
      () =>
        fleet.app.database.query(
          `SELECT b.id FROM baseline b JOIN workload w ON w.id = b.workload_id WHERE w.name = $1`,
          [`${project}/${service}`],
        ),
      (rows) => rows.length === 1,
    );
}, 180_000);

afterAll(() => ends.stop(), 120_000);

const start = (name: string, service: string, ...flags: string[]) =>
  lab.start(
    name,
    '--network=none',
    `--label=com.docker.compose.project=${project}`,
    `--label=com.docker.compose.service=${service}`,
    ...flags,
  );

/** A collector of this machine with an identity of its own. */
async function collect(name: string): Promise<ChildProcess> {
  const { token } = await createEnrolmentToken(fleet.app.database, {
    name,
    maxUses: 1,
    expiresAt: new Date(Date.now() + 60_000),
  });
  const file = join(directory, `${name}.token`);
  writeFileSync(file, token, { mode: 0o600 });
  const options = [
    '--server',
    fleet.app.url,
    '--state-dir',
    join(directory, name),
    '--enroll-token-file',
    file,
  ];
  const child = spawn(
    process.execPath,
    ['apps/collector/dist/shoji-collector.mjs', 'run', ...options, '--interval', '1', '--jitter', '0'],
    { env: { PATH: process.env['PATH'] }, stdio: 'ignore' },
  );
  ends.push(() => stopProcess(child));
  return child;
}

const of = (service: string) => ({ search: `${project}/${service}` });
/** Drift of one service, once both hosts have told it. */
const found = (service: string, least = 2): Promise<Seen[]> =>
  until(
    () => fleet.drift(of(service)),
    (seen) => seen.length >= least,
    45,
  );
const none = (service: string) =>
  until(
    () => fleet.drift(of(service)),
    (seen) => seen.length === 0,
    45,
  );
const causesOf = (seen: Seen[]) => [...new Set(seen.map(({ cause }) => cause))];
const changesOf = (seen: Seen[]) => [
  ...new Set(seen.flatMap(({ changes }) => changes.map(({ field, direction }) => `${direction} ${field}`))),
];

/** Runs busybox in the namespaces of a container with all the rights of the host, as a privileged exec does. */
const inside = async (name: string, ...command: string[]) =>
  run('nsenter', ['-t', String(await lab.pidOf(name)), '-m', '-p', '--', '/bin/busybox', ...command]);

describe('drift of real containers', () => {
  it('does not flap over twenty unchanged reports', async () => {
    const reports = `SELECT min(last_seq)::int AS n FROM host`;
    const seq = async () => (await fleet.app.database.query<{ n: number }>(reports))[0]!.n;
    const begun = await seq();
    const kept = `SELECT d.* FROM drift d JOIN workload w ON w.id = d.workload_id WHERE w.name LIKE $1 ORDER BY d.id`;
    await found('replica');
    const before = await fleet.app.database.query(kept, [`${project}/%`]);
    await until(seq, (n) => n >= begun + 20, 90);
    expect(await fleet.app.database.query(kept, [`${project}/%`])).toEqual(before);
    expect(await fleet.drift(of('calm'))).toEqual([]);
  }, 120_000);

  it('is an outlier where one of four replicas was started with more, on each host', async () => {
    const seen = await found('replica');
    expect(seen.map(({ cause, container }) => [cause, container.name])).toEqual([
      ['outlier', 'replica-odd'],
      ['outlier', 'replica-odd'],
    ]);
    expect(changesOf(seen)).toEqual(['weakening capabilities.bounding']);
  }, 60_000);

  it('is live after docker update, and approving it clears it', async () => {
    await lab.docker('update', '--memory=128m', '--memory-swap=128m', 'update');
    const seen = await found('update');
    expect(causesOf(seen).sort()).toEqual(['live']);
    expect(seen[0]!.changes).toContainEqual(
      expect.objectContaining({
        field: 'cgroups.memory.limit',
        direction: 'weakening',
        before: 67108864,
        after: 134217728,
      }),
    );
    expect((await fleet.decide('approve', seen[0]!.id, 'it needs more')).errors).toEqual([]);
    expect(await none('update')).toEqual([]);
  }, 90_000);

  it('is live after a remount inside, and ends when it is undone', async () => {
    await inside('remount', 'mount', '-o', 'remount,rw', '/');
    const seen = await found('remount');
    expect(causesOf(seen)).toEqual(expect.arrayContaining(['live']));
    expect(changesOf(seen.filter(({ cause }) => cause === 'live'))).toEqual(['weakening filesystem.root']);
    await inside('remount', 'mount', '-o', 'remount,ro', '/');
    expect(await none('remount')).toEqual([]);
  }, 90_000);

  it('is declared, too, where what was remounted was asked for otherwise', async () => {
    await inside('remount', 'mount', '-o', 'remount,rw', '/');
    const seen = await until(
      () => fleet.drift(of('remount')),
      (all) => all.filter(({ cause }) => cause === 'declared').length === 2,
      45,
    );
    expect(changesOf(seen.filter(({ cause }) => cause === 'declared'))).toContain(
      'weakening filesystem.root',
    );
    expect(causesOf(seen).sort()).toEqual(['declared', 'live']);
  }, 90_000);

  it('is live while somebody is in the container with more than it has', async () => {
    const pid = String(await lab.pidOf('exec'));
    const visitor = spawn('nsenter', ['-t', pid, '-m', '-u', '-i', '-n', '-p', '/bin/sleep', '100000'], {
      stdio: 'ignore',
    });
    ends.push(() => stopProcess(visitor));
    const seen = await found('exec');
    expect(causesOf(seen)).toEqual(['live']);
    expect(changesOf(seen)).toContain('weakening traits.deviations');
    const { stdout } = await run('pgrep', ['-P', String(visitor.pid)]);
    process.kill(Number(stdout.trim()));
    expect(await none('exec')).toEqual([]);
  }, 90_000);

  it('is a redeploy where it was made again with other flags', async () => {
    await lab.docker('rm', '-f', 'redeploy');
    await start('redeploy', 'redeploy', '--volume=/etc:/host-etc');
    const seen = await found('redeploy');
    expect(causesOf(seen)).toEqual(['redeploy']);
    expect(changesOf(seen)).toEqual(['weakening filesystem.mounts']);
    expect(seen[0]!.score).toBeGreaterThan(0);
  }, 90_000);

  it('is the host’s where the daemon was given another setting', async () => {
    await lab.restart();
    await lab.docker('rm', '-f', 'daemon');
    await start('daemon', 'daemon');
    const seen = await found('daemon');
    expect(causesOf(seen)).toEqual(['host']);
    expect(changesOf(seen)).toEqual(['weakening user.noNewPrivileges']);
  }, 90_000);
});
