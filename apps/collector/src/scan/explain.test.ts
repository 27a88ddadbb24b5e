import { changes } from '@shoji/changes';
import { compileRule } from '@shoji/custom-rules';
import { escapePaths } from '@shoji/escape';
import { rules } from '@shoji/rules';
import { columns } from '../terminal/text.js';
import { alike, explain } from './explain.js';

const look = { colours: false, width: 80 };

describe('explain', () => {
  it('says of a rule what it reads, from which file, why, and how to mend it', () => {
    const text = explain('host-pid-namespace', look);
    expect(text).toMatch(/^Container shares the host PID namespace\nrule host-pid-namespace: high at most/);
    expect(text).toMatch(/^ {2}namespaces\.pid +\/proc\/PID\/ns\/pid$/m);
    expect(text).toMatch(/^Mend$/m);
  });

  it('says of a way out which walls it meets, in their order, and what tells', () => {
    const text = explain('host-process-root', look);
    expect(text).toMatch(/way out host-process-root: trivial/);
    expect(text).toMatch(
      / {2}1\. namespaces: namespaces\.pid\n {2}2\. capabilities: capabilities\.effective/,
    );
    expect(text).toMatch(/ATT&CK T1611/);
  });

  it('names both doors of a way that has two', () => {
    expect(explain('cgroup-release-agent', look)?.replaceAll(/\s+/g, ' ')).toContain(
      'cgroups: cgroups.writable; or else capabilities:',
    );
  });

  it('says of a change how to make it everywhere, what breaks and how to verify it', () => {
    const text = explain('own-pid-namespace', look);
    expect(text).toMatch(/^Breaks if/m);
    expect(text).toMatch(/^ {2}podman +--pid private$/m);
    expect(text).toMatch(/^ {2}daemon +– docker shares no/m);
    expect(text).toContain('readlink /proc/$PID/ns/pid');
  });

  it('explains everything that there is, in lines that fit', () => {
    for (const { id } of [...rules, ...escapePaths, ...changes]) {
      const text = explain(id, look) ?? '';
      expect(text).toContain(id);
      // A command is not broken: it is there to be copied.
      const [words] = text.split('\nSucceeds on the host');
      for (const line of (words ?? '').split('\n').filter((line) => line.trim().includes(' ')))
        expect(columns(line)).toBeLessThanOrEqual(100);
    }
  });

  it('says of a rule of your own what must hold, what it reads, and never more than it shows', () => {
    const own = compileRule({
      ...{ id: 'our-profiles', title: 'None of\u202e ours', wall: 'lsm', severity: 'high' },
      ...{ rationale: 'Because.', fix: 'Run it with ours.' },
      expression: "posture.lsm.apparmor.profile\n  .startsWith('corp-')",
    });
    const text = explain('our-profiles', look, [own]) ?? '';
    expect(text).toMatch(/^None of\\u\{202e\} ours\nrule our-profiles of your own: high, at the wall lsm\n/);
    expect(text).toMatch(
      /^What must hold\n {2}posture\.lsm\.apparmor\.profile\n {4}\.startsWith\('corp-'\)$/m,
    );
    expect(text).toMatch(/^ {2}lsm\.apparmor\.profile +\/proc/m);
    expect(explain('our-profiles', look)).toBeNull();
    expect(alike('our-profile', [own])).toEqual(['our-profiles']);
  });

  it('knows nothing of what does not exist, and what it may have been', () => {
    expect(explain('host-pid', look)).toBeNull();
    expect(alike('host-pid')).toContain('host-pid-namespace');
    expect(alike('runtime-soket')).toContain('runtime-socket');
    expect(alike('zzzzzzzzzzzzzzz')).toEqual([]);
  });
});
