import fc from 'fast-check';
import { ProcfsError } from './errors.js';
import * as procfs from './index.js';
import { dockerLimits, dockerStatus, hybridCgroup, nspawnMountinfo, sleepStat } from './testing/samples.js';

/** Every parser of this package with a text that it reads. */
const parsers: Record<string, [(text: string) => unknown, string]> = {
  parseStatus: [procfs.parseStatus, dockerStatus],
  parseStat: [procfs.parseStat, sleepStat],
  parseCgroup: [procfs.parseCgroup, hybridCgroup],
  parseMountinfo: [procfs.parseMountinfo, nspawnMountinfo],
  parseLimits: [procfs.parseLimits, dockerLimits],
  parseIdMap: [procfs.parseIdMap, '         0     300000      65536\n'],
  parseNetSockets: [
    procfs.parseNetSockets,
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000   999        0 12345 1\n',
  ],
  parseSockstat: [procfs.parseSockstat, 'TCP: inuse 4 orphan 0 tw 0 alloc 4 mem 0\nUDP: inuse 0 mem 0\n'],
  parseNamespaceLink: [procfs.parseNamespaceLink, 'mnt:[4026531841]'],
  parseLsmLabel: [procfs.parseLsmLabel, 'x//&:ns://y (mixed)\n'],
  parseSelinuxContext: [procfs.parseSelinuxContext, 'system_u:system_r:container_t:s0:c12,c34\0'],
  parseLimitValue: [procfs.parseLimitValue, '9223372036854771712\n'],
  parseCpuMax: [procfs.parseCpuMax, '50000 100000\n'],
  parseFlatKeyed: [procfs.parseFlatKeyed, 'anon 4096\nfile 0\n'],
  parseIoMax: [procfs.parseIoMax, '254:0 rbps=max wbps=1048576 riops=200 wiops=max\n'],
  parseThrottle: [procfs.parseThrottle, '8:0 1048576\n'],
  parseDevicesList: [procfs.parseDevicesList, 'c 1:3 rwm\nb *:* m\n'],
  parseCpuList: [procfs.parseCpuList, '0-3,8\n'],
  parseBtime: [procfs.parseBtime, 'cpu  1\nbtime 1795477200\nprocesses 7\n'],
  parseMeminfoTotal: [procfs.parseMeminfoTotal, 'MemTotal:        4009140 kB\n'],
  parseBootId: [procfs.parseBootId, '1057a979-78bb-4141-930f-ab4f284b19d6\n'],
  parseInteger: [procfs.parseInteger, '-998\n'],
  parsePids: [procfs.parsePids, '1\n22\n'],
  parseLsmList: [procfs.parseLsmList, 'lockdown,capability,yama\n'],
  parseLockdown: [procfs.parseLockdown, '[none] integrity confidentiality\n'],
  parseOsRelease: [procfs.parseOsRelease, 'PRETTY_NAME="Debian GNU/Linux 12"\n'],
  overlayLayers: [
    (text) => procfs.overlayLayers(text.split(',')),
    'rw,lowerdir=/a\\134:b:/c::/d,upperdir=/e,workdir=/f',
  ],
  unescapeOctal: [procfs.unescapeOctal, '/a\\040b'],
};

/** Lets a refusal pass, and nothing else. */
function readOrRefuse(parse: (text: string) => unknown, text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ProcfsError)) throw error;
    // A message must be fit for any log.
    expect(error.message).toMatch(/^[ -~…]{1,600}$/);
  }
}

it('knows every parser', () => {
  const exported = Object.keys(procfs).filter((name) => name.startsWith('parse'));
  expect(Object.keys(parsers)).toEqual(expect.arrayContaining(exported));
});

describe.each(Object.entries(parsers))('%s', (_, [parse, sample]) => {
  it('reads its sample', () => {
    expect(() => parse(sample)).not.toThrow();
  });

  it('reads or refuses any string', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...' \t\n\0\\:,=()[]-/*"019ax') }),
    );
    fc.assert(fc.property(anything, (text) => readOrRefuse(parse, text)));
  });

  it('reads or refuses any damaged text', () => {
    const place = fc.nat(sample.length);
    fc.assert(
      fc.property(
        place,
        place,
        fc.string({ unit: 'binary', maxLength: 5 }),
        fc.boolean(),
        (a, b, patch, twice) => {
          const damaged = sample.slice(0, Math.min(a, b)) + patch + sample.slice(Math.max(a, b));
          readOrRefuse(parse, twice ? damaged + damaged : damaged);
        },
      ),
    );
  });

  // A step that goes back over what it has read takes hours for these; the test's own time limit tells.
  it.each([
    'a',
    ' ',
    '\n',
    '\\',
    '0',
    ':',
    ',',
    '(',
    ') ',
    '//&',
    'x//&:',
    '"',
    ',context="',
    '\\134',
    '[none',
    '\0',
    '\nUid:\t',
  ])('gets through 128 KiB of %j', (piece) => {
    const long = piece.repeat(2 ** 17 / piece.length);
    const middle = sample.length >> 1;
    for (const text of [`${long}\n`, sample.slice(0, middle) + long + sample.slice(middle)]) {
      readOrRefuse(parse, text);
    }
  });

  it('gets through 128 KiB of its own text', () => {
    readOrRefuse(parse, sample.repeat(2 ** 17 / sample.length));
  });
});
