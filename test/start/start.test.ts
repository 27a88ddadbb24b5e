/** `npm start` from its first line to its last, killed in the middle, and beside a second one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { until } from '../harness/process.js';
import { freePort } from '../harness/system.js';
import { createDatabase } from '../postgres.js';
import { Launcher, processesOf } from './launcher.js';

let directory: string;
const launchers: Launcher[] = [];
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'shoji-start-'))));
afterAll(async () => {
  for (const launcher of launchers) await launcher.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const start = async (dataDir: string, port: number, env: Record<string, string> = {}): Promise<Launcher> => {
  const launcher = new Launcher(dataDir, port, env);
  launchers.push(launcher);
  await launcher.ready();
  return launcher;
};

const signIn = async (port: number, password: string): Promise<string | undefined> => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($password: String!) { signIn(name: "admin", password: $password) { name } }',
      variables: { password },
    }),
  });
  const { data } = (await response.json()) as { data?: { signIn?: { name: string } } };
  return data?.signIn?.name;
};

const postgresLog = (data: string): string => readFileSync(join(data, 'logs/postgres.log'), 'utf8');

/** The embedded server ended by itself, with its checkpoint, after the last connection was gone. */
const expectCleanEnd = (data: string): void => {
  expect(processesOf(data)).toEqual([]);
  expect(postgresLog(data)).toMatch(/database system is shut down\s*$/);
  expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
  expect(existsSync(join(data, 'lock'))).toBe(false);
};

describe('npm start', () => {
  let data: string;
  let port: number;
  let password: string;

  beforeAll(async () => {
    data = join(directory, 'first');
    port = await freePort();
  });

  it('gets ready, prints the admin password once and lets the admin in', async () => {
    const launcher = await start(data, port);
    const file = join(data, 'initial-admin-password');
    password = readFileSync(file, 'utf8').trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await until('the password is printed', () => launcher.output.includes(password));
    expect(await signIn(port, password)).toBe('admin');
    expect(await signIn(port, 'not the password')).toBeUndefined();
  }, 300_000);

  it('refuses a second start on the same data directory', async () => {
    const second = new Launcher(data, await freePort());
    expect(await second.ended).toBe(1);
    expect(second.output.trim()).toMatch(/^Shoji already runs on \S+ \(process \d+\)\.$/);
  }, 60_000);

  it('ends every process on Ctrl-C, Postgres cleanly', async () => {
    const [launcher] = launchers;
    launcher!.signalGroup('SIGINT');
    await launcher!.ended;
    await until('npm has taken its children along', () => processesOf(data).length === 0);
    expectCleanEnd(data);
  }, 60_000);

  it('starts again after kill -9 of everything in the terminal, with nothing lost and no process left over', async () => {
    const killed = await start(data, port);
    expect(killed.output).not.toContain(password);
    killed.signalGroup('SIGKILL');
    const again = await start(data, port);
    expect(await signIn(port, password)).toBe('admin');
    const postgres = processesOf(data).filter((line) => / \S*\/bin\/postgres /.test(line));
    expect(postgres).toHaveLength(1);
    await again.stop();
    expectCleanEnd(data);
  }, 300_000);

  it('leaves nothing running when npm alone was killed', async () => {
    const launcher = await start(data, port);
    launcher.process.kill('SIGKILL');
    await until('every process has ended', () => processesOf(data).length === 0, { seconds: 60 });
    expectCleanEnd(data);
  }, 300_000);

  it('runs side by side with another port and data directory', async () => {
    const other = { data: join(directory, 'second'), port: await freePort() };
    const both = await Promise.all([start(data, port), start(other.data, other.port)]);
    expect(await signIn(port, password)).toBe('admin');
    expect(await signIn(other.port, password)).toBeUndefined();
    await Promise.all(both.map((launcher) => launcher.stop()));
    expectCleanEnd(data);
    expectCleanEnd(other.data);
  }, 400_000);

  it('uses the Postgres of DATABASE_URL, and then starts none of its own', async () => {
    const own = join(directory, 'own-database');
    const url = await createDatabase();
    const launcher = await start(own, await freePort(), { DATABASE_URL: url });
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ hosts: number }>('SELECT count(*)::int AS hosts FROM host');
    await client.end();
    expect(rows).toEqual([{ hosts: 1 }]);
    expect(existsSync(join(own, 'postgres'))).toBe(false);
    await launcher.stop();
    expect(processesOf(own)).toEqual([]);
  });
});
