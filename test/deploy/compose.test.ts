/** docker-compose.yml describes the same system as `npm start`, behind the walls that Shoji itself asks for. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const repository = join(import.meta.dirname, '../..');

const service = z.object({
  build: z.strictObject({ context: z.literal('.'), dockerfile: z.string() }).optional(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  user: z.string().regex(/^\d+:\d+$/),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).refine((options) => options.includes('no-new-privileges:true')),
  pids_limit: z.int().positive(),
  mem_limit: z.string(),
  privileged: z.undefined().optional(),
  pid: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string().startsWith('127.0.0.1:')).default([]),
  volumes: z
    .array(z.union([z.string(), z.looseObject({ source: z.string(), target: z.string() })]))
    .default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()).min(2) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});

const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(readFileSync(join(repository, 'docker-compose.yml'), 'utf8'), { merge: true }));
const longRunning = ['postgres', 'redis', 'api', 'worker', 'web', 'collector'];

describe('docker-compose.yml', () => {
  it('has every part, and one job that migrates', () => {
    expect(Object.keys(services).sort()).toEqual([...longRunning, 'migrate'].sort());
  });

  it.each(longRunning)('%s has a health check', (name) => {
    expect(services[name]?.healthcheck).toBeDefined();
  });

  it('runs every server part as an ordinary user without capabilities', () => {
    for (const [name, { user, cap_add }] of Object.entries(services)) {
      if (name === 'collector') continue;
      expect({ name, user, cap_add }).toEqual({ name, user, cap_add: [] });
      expect(user).not.toMatch(/^0:/);
    }
  });

  it('gives the collector the host to read, never to write', () => {
    const { volumes = [], pid, cap_add } = services['collector']!;
    const binds = volumes.filter((volume) => typeof volume !== 'string');
    expect(binds.map(({ source }) => source)).toEqual(['/proc', '/sys', '/']);
    expect(binds.every((bind) => bind['read_only'] === true)).toBe(true);
    expect({ pid, cap_add }).toEqual({ pid: 'host', cap_add: ['SYS_PTRACE', 'DAC_READ_SEARCH'] });
  });

  it('publishes the dashboard alone', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['web']);
  });

  it('starts what is judged by the schema after the migration', () => {
    for (const name of ['api', 'worker']) {
      expect(services[name]?.depends_on['migrate']?.condition).toBe('service_completed_successfully');
    }
  });

  it('takes every password from the environment and starts with no default', () => {
    const text = readFileSync(join(repository, 'docker-compose.yml'), 'utf8');
    const substitutions = text.match(/\$\{\w*PASSWORD[^}]*\}/g) ?? [];
    expect(substitutions).not.toEqual([]);
    expect(substitutions.filter((use) => !use.includes(':?'))).toEqual([]);
    const written = text.replace(/\$\{[^}]*\}/g, '');
    expect(written).not.toMatch(/(PASSWORD|AUTH): *['"]?\w|requirepass[', ]+\w|\/\/\w*:\w+@/);
  });

  it.each(Object.keys(services))('the programs and the Dockerfile of %s exist', (name) => {
    const { build, command = [], healthcheck } = services[name]!;
    const dockerfile = build && readFileSync(join(repository, build.dockerfile), 'utf8');
    const scripts = [...command, ...(healthcheck?.test ?? [])].filter((word) =>
      /^(apps|deploy)\/.*js$/.test(word),
    );
    if (name in { api: 1, worker: 1, web: 1, migrate: 1 }) expect(scripts).not.toEqual([]);
    expect(scripts.filter((script) => !existsSync(join(repository, script)))).toEqual([]);
    if (dockerfile !== undefined) {
      expect(dockerfile.match(/^FROM node:24-slim/gm)).toHaveLength(2);
      expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    }
  });

  it('is what docker compose understands, where it is installed', () => {
    if (spawnSync('docker', ['compose', 'version']).status !== 0) return;
    const env = { ...process.env, POSTGRES_PASSWORD: 'x', REDIS_PASSWORD: 'x' };
    execFileSync('docker', ['compose', '-f', 'docker-compose.yml', 'config', '--quiet'], {
      cwd: repository,
      env,
    });
  });
});
