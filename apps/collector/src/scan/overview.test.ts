import { columns } from '../terminal/text.js';
import { sampleContainer, samplePosture, sampleSnapshot } from '../testing/snapshot.js';
import { judgedHost } from './hostFindings.js';
import { overview } from './overview.js';
import { judged } from './scanned.js';

const plain = { colours: false, width: 160 };
const hostile = '\u001b[2Jevil\u202e\n障子'.padEnd(300, '障');
const snapshot = sampleSnapshot([
  sampleContainer('a', { name: 'safe' }),
  {
    ...sampleContainer('b', { name: 'worst' }),
    posture: { ...samplePosture(), seccomp: { mode: 'disabled', filters: 0 } },
  },
  sampleContainer('c', { name: hostile, runtime: { name: 'systemd-nspawn', version: null } }),
  sampleContainer('d', { name: 'twin', pid: 7 }),
  sampleContainer('e', { name: 'twin', pid: 8 }),
  sampleContainer('f', { name: 'cron.service', kind: 'service' }),
  sampleContainer('g', { name: 'unshare', kind: 'process', runtime: { name: 'none', version: null } }),
]);
const containers = judged(snapshot);
const show = (all: boolean, look = plain) =>
  overview(snapshot, judgedHost(snapshot.host), containers, all, look);

describe('overview', () => {
  it('shows the worst first, and of services and processes only how many there are', () => {
    const lines = show(false).split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.trimStart().startsWith('risk')) + 1);
    expect(rows[0]).toMatch(/^ *\d+–?\d* +worst +docker +\?u .*System calls are not filtered$/);
    expect(show(false)).not.toContain('cron.service');
    expect(show(false)).toContain('--all also shows 1 service and 1 process with walls of their own.');
    expect(show(true)).toMatch(/cron\.service +service/);
  });

  it('tells namesakes apart', () => {
    expect(show(false)).toMatch(/twin \(7\)[^]*twin \(8\)/);
  });

  it.each([40, 60, 80, 109, 110, 160, 300])('keeps within %d columns, whatever names there are', (width) => {
    for (const line of show(true, { colours: false, width }).split('\n')) {
      // The walls and a few letters of name and reason need their room.
      expect(columns(line)).toBeLessThanOrEqual(Math.max(width, 72));
      expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it('has colours only where they are wanted, and says the same without', () => {
    const coloured = show(false, { colours: true, width: 160 });
    expect(coloured).toContain('\u001b[31m');
    expect(show(false)).not.toContain('\u001b');
    // eslint would have us not write the character itself
    expect(coloured.replace(new RegExp('\\u001b\\[\\d+m', 'g'), '')).toBe(show(false));
  });

  it('names the containers that are weaker than was asked for', () => {
    const asked = sampleContainer('a', { name: 'asked' });
    const declared = { ...samplePosture(), user: { ...samplePosture().user, noNewPrivileges: true } };
    const weaker = judged(sampleSnapshot([{ ...asked, declared }]));
    expect(overview(snapshot, judgedHost(snapshot.host), weaker, false, plain)).toContain(
      'Weaker than was asked for: asked.',
    );
    expect(show(false)).not.toContain('Weaker');
  });

  it.each([
    [[], false, 'No container runs here. Nor does anything else with walls of its own.'],
    [[], true, 'Nothing here has walls of its own: no container, no service, no process.'],
    [
      [sampleContainer('f', { kind: 'service' })],
      false,
      'No container runs here. --all shows 1 service with walls of their own.',
    ],
  ])('teaches where there is nothing to show (%#)', (found, all, sentence) => {
    expect(
      overview(snapshot, judgedHost(snapshot.host), judged(sampleSnapshot(found)), all, plain),
    ).toContain(sentence);
  });
});
