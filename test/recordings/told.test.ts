/** What docker was told of the recorded containers that is no wall, against the commands that they were started by. */
import { isKnown, type Traits } from '@shoji/posture';
import { jsonIn, goldenNames, readerOf, unpack } from './unpack.js';

interface Expected {
  containers: { name: string; engine: string; args: string[]; pids: number[] }[];
}

/** What docker sets in every network namespace of its own. */
const usual = ['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range'];

/** Values of a flag in a command, `--flag value` or `--flag=value`. */
const given = (args: readonly string[], flag: string): string[] =>
  args.flatMap((arg, at) =>
    arg === flag ? [args[at + 1] ?? ''] : arg.startsWith(`${flag}=`) ? [arg.slice(flag.length + 1)] : [],
  );

describe.each(goldenNames)('%s', (host) => {
  const { directory, remove } = unpack(host);
  afterAll(remove);

  it('is what the commands said', async () => {
    const { containers } = await readerOf(directory).read(new Date(0));
    const told = new Map<string, Traits>(containers.map(({ instance, traits }) => [instance.name, traits]));
    const recorded = jsonIn<Expected>(directory, 'expected.json').containers.filter(
      ({ engine, name }) => engine === 'docker' && told.has(name),
    );
    expect(recorded.length).toBeGreaterThan(0);
    let known = 0;
    for (const { name, args } of recorded) {
      const { restart, healthCheck, cgroupParent, sysctls } = told.get(name)!;
      expect([name, healthCheck]).toEqual([name, given(args, '--health-cmd').length > 0]);
      expect([name, cgroupParent === null]).toEqual([name, given(args, '--cgroup-parent').length === 0]);
      if (restart === undefined || !isKnown(restart) || sysctls === undefined || !isKnown(sysctls)) continue;
      known += 1;
      expect([name, restart.policy]).toEqual([name, given(args, '--restart')[0] ?? 'no']);
      const names = given(args, '--sysctl').map((setting) => setting.replace(/=.*/s, ''));
      expect([name, sysctls.filter((each) => !usual.includes(each))]).toEqual([name, names.sort()]);
    }
    // Of those in a user namespace of their daemon's some records are not recorded.
    expect(known).toBeGreaterThan(recorded.length / 2);
  });
});
