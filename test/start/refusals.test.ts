/** What stops a start: one clear sentence, an exit code, nothing left running. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../harness/system.js';
import { Launcher, processesOf } from './launcher.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'shoji-refused-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Lines that are no step of the progress. */
const sentences = (output: string): string[] => output.split('\n').filter((line) => /^\S/.test(line));

async function refused(dataDir: string, port: number, env: Record<string, string> = {}): Promise<string> {
  const launcher = new Launcher(dataDir, port, env);
  const code = await launcher.ended;
  const lines = sentences(launcher.output);
  expect({ code, lines: lines.length, output: launcher.output }).toMatchObject({ code: 1, lines: 1 });
  expect(processesOf(dataDir)).toEqual([]);
  return lines[0] ?? '';
}

describe('npm start refuses', () => {
  it('a port that is taken', async () => {
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(0, '127.0.0.1', () => resolve(listening));
    });
    const { port } = server.address() as { port: number };
    try {
      expect(await refused(join(directory, 'data'), port)).toBe(
        `Port ${port} of 127.0.0.1 is taken by another program: set PORT to another one.`,
      );
    } finally {
      server.close();
    }
  });

  it('a data directory that cannot be written', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(await refused(join(file, 'data'), await freePort())).toBe(
      `The data directory ${join(file, 'data')} cannot be written (ENOTDIR).`,
    );
  });

  it('a database of another major version of Postgres', async () => {
    const data = join(directory, 'data');
    mkdirSync(join(data, 'postgres'), { recursive: true });
    writeFileSync(join(data, 'postgres/PG_VERSION'), '15\n');
    expect(await refused(data, await freePort())).toMatch(
      /^The database in \S+\/postgres was made by Postgres 15, and this Shoji brings Postgres 18: /,
    );
  });

  it.each([
    ['is no URL of Postgres', 'mysql://nobody@127.0.0.1/x', /^DATABASE_URL must be a URL like postgresql:/],
    [
      'nobody answers',
      'postgresql://nobody:secret@127.0.0.1:1/x',
      /^DATABASE_URL does not work \(127\.0\.0\.1:1\/x\): .*ECONNREFUSED/,
    ],
  ])('a DATABASE_URL that %s', async (_, url, sentence) => {
    const line = await refused(join(directory, 'data'), await freePort(), { DATABASE_URL: url });
    expect(line).toMatch(sentence);
    expect(line).not.toContain('secret');
  });

  it('a port that is none', async () => {
    expect(await refused(join(directory, 'data'), await freePort(), { PORT: '70000' })).toBe(
      'PORT must be a whole number from 1 to 65535, not "70000".',
    );
  });

  (process.getuid?.() === 0 ? describe.each : describe.skip.each)(['48k', '20m'])(
    'a full disk of %s',
    (size) => {
      const mountPoint = () => join(directory, 'small');
      beforeEach(() => {
        mkdirSync(mountPoint());
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mountPoint()]);
      });
      afterEach(() => execFileSync('umount', ['--lazy', mountPoint()]));

      it('in one sentence', async () => {
        expect(await refused(join(mountPoint(), 'data'), await freePort())).toMatch(
          /^The disk is full: no space is left on the file system of \S+small\S*\.$/,
        );
      });
    },
  );
});
