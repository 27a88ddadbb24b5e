/** That no container goes unnoticed, however short it lives: with cgroups that the test makes and removes. */
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createHostReader, type Notice } from '../../apps/collector/src/read/snapshot.js';
import { until } from '../harness/process.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
/** The hierarchy of pids where there is one, else the unified one. */
const hierarchy = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup \S+ \S*\bpids\b/m.exec(
  readFileSync('/proc/self/mountinfo', 'utf8'),
)?.[1];
const parent = `${hierarchy ?? '/sys/fs/cgroup'}/shoji-watch-${process.pid}`;

let notices: string[];
let watch: { close(): void };
let made: string[];

const idOf = (index: number): string => index.toString(16).padStart(64, '0');

const make = (path: string): string => {
  mkdirSync(path);
  made.push(path);
  return path;
};

const remove = (path: string): void => {
  rmdirSync(path);
  made = made.filter((other) => other !== path);
};

beforeEach(() => {
  [notices, made] = [[], []];
  make(parent);
  const reader = createHostReader({ roots, collectorVersion: 'test' });
  watch = reader.watch((notice: Notice) => {
    if ('claim' in notice && notice.claim.cgroup.includes('/shoji-watch-'))
      notices.push(`${notice.type} ${Number(`0x${notice.claim.id}`)}`);
  });
});
afterEach(() => {
  watch.close();
  for (const path of made.toReversed()) rmdirSync(path);
});

it('notices a container that lives 20 ms', async () => {
  const path = make(`${parent}/${idOf(1)}`);
  await pause(20);
  remove(path);
  await until('both are noticed', () => notices.length >= 2);
  expect(notices).toEqual(['appeared 1', 'vanished 1']);
});

it('notices a container that was gone before anybody could look', async () => {
  remove(make(`${parent}/${idOf(1)}`));
  remove(make(`${parent}/${idOf(1)}`));
  make(`${parent}/${idOf(2)}`);
  await until('all are noticed', () => notices.includes('appeared 2'));
  expect(notices).toEqual(['appeared 1', 'vanished 1', 'appeared 1', 'vanished 1', 'appeared 2']);
});

it('notices a burst of 200, half of them gone at once', async () => {
  const expected: string[] = [];
  for (let index = 0; index < 200; index += 1) {
    const path = make(`${parent}/${idOf(index)}`);
    expected.push(`appeared ${index}`);
    if (index % 2 === 1) continue;
    remove(path);
    expected.push(`vanished ${index}`);
  }
  await until('the last is noticed', () => notices.includes('appeared 199'));
  expect(notices).toEqual(expected);
});

it('notices containers in a slice that is new itself', async () => {
  const slice = make(make(`${parent}/kubepods`) + '/pod1');
  make(`${slice}/${idOf(1)}`);
  await until('it is noticed', () => notices.length > 0);
  remove(make(`${slice}/${idOf(2)}`));
  await until('the next one is noticed', () => notices.length >= 3);
  expect(notices).toEqual(['appeared 1', 'appeared 2', 'vanished 2']);
});

it('says nothing of what a container does inside', async () => {
  const path = make(`${parent}/${idOf(1)}`);
  await until('it is noticed', () => notices.length > 0);
  make(`${path}/${idOf(7)}`);
  make(`${parent}/${idOf(2)}`);
  await until('the next one is noticed', () => notices.includes('appeared 2'));
  expect(notices).toEqual(['appeared 1', 'appeared 2']);
});
