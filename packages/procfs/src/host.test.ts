import {
  parseBootId,
  parseBtime,
  parseInteger,
  parseLockdown,
  parseLsmList,
  parseMeminfoTotal,
  parsePids,
} from './host.js';
import { refusal } from './testing/refusal.js';

describe('parseBtime', () => {
  const text = 'cpu  1 2 3\nintr 99 0 0\nctxt 5\nbtime 1795477200\nprocesses 7\n';
  it('reads the boot time', () => {
    expect(parseBtime(text)).toBe(1795477200);
  });
  it.each(['', text.replace('btime', 'time'), text.slice(0, text.indexOf('7200')), '\nbtime x\n'])(
    'refuses %j',
    (bad) => {
      expect(() => parseBtime(bad)).toThrow(refusal());
    },
  );
});

describe('parseMeminfoTotal', () => {
  it('gives bytes', () => {
    expect(parseMeminfoTotal('MemTotal:        4009140 kB\nMemFree:          148 kB\n')).toBe(4009140 * 1024);
  });
  it.each([
    '',
    'MemFree: 1 kB\n',
    'MemTotal: 1 MB\n',
    'MemTotal: 12',
    'MemTotal: x kB\n',
    'MemTotal: 99999999999999 kB\n',
  ])('refuses %j', (bad) => {
    expect(() => parseMeminfoTotal(bad)).toThrow(refusal());
  });
});

describe('parseBootId', () => {
  it('reads a UUID', () => {
    expect(parseBootId('1057a979-78bb-4141-930f-ab4f284b19d6\n')).toBe(
      '1057a979-78bb-4141-930f-ab4f284b19d6',
    );
  });
  it.each([
    '',
    '1057a979\n',
    '1057A979-78bb-4141-930f-ab4f284b19d6\n',
    '1057a979-78bb-4141-930f-ab4f284b19d6x\n',
  ])('refuses %j', (bad) => {
    expect(() => parseBootId(bad)).toThrow(refusal());
  });
});

describe('parseInteger', () => {
  it.each([
    ['40\n', 40],
    ['-998\n', -998],
    ['0', 0],
  ])('reads %j', (text, value) => {
    expect(parseInteger(text)).toBe(value);
  });
  it.each(['', '\n', '1\t2\n', 'x\n', '1.5\n'])('refuses %j', (bad) => {
    expect(() => parseInteger(bad)).toThrow(refusal());
  });
});

describe('parsePids', () => {
  it.each([
    ['', []],
    ['1\n0\n4194304\n', [1, 0, 4194304]],
  ])('reads %j', (text, pids) => {
    expect(parsePids(text)).toEqual(pids);
  });
  it.each(['12', '1\n\n', '-1\n'])('refuses %j', (bad) => {
    expect(() => parsePids(bad)).toThrow(refusal());
  });
});

describe('parseLsmList', () => {
  it.each([
    [
      'lockdown,capability,landlock,yama,apparmor,bpf',
      ['lockdown', 'capability', 'landlock', 'yama', 'apparmor', 'bpf'],
    ],
    ['capability\n', ['capability']],
  ])('reads %j', (text, modules) => {
    expect(parseLsmList(text)).toEqual(modules);
  });
  it.each(['', 'a,,b', 'a,', 'Not Found'])('refuses %j', (bad) => {
    expect(() => parseLsmList(bad)).toThrow(refusal());
  });
});

describe('parseLockdown', () => {
  it.each([
    ['[none] integrity confidentiality\n', 'none'],
    ['none [integrity] confidentiality\n', 'integrity'],
    ['none integrity [confidentiality]\n', 'confidentiality'],
  ])('reads %j', (text, level) => {
    expect(parseLockdown(text)).toBe(level);
  });
  it.each(['', 'none integrity\n', '[other]\n'])('refuses %j', (bad) => {
    expect(() => parseLockdown(bad)).toThrow(refusal());
  });
});
