/**
 * Changes made for real that need what this machine has: AppArmor, user namespaces, and a host of its own whose settings,
 * docker daemon and accounts may be changed. What a change makes on paper is what the kernel says once it is made.
 */
import { changes } from '../../packages/changes/src/index.js';
import type { Subject } from '../../packages/posture/src/index.js';
import { evaluateHost } from '../../packages/rules/src/index.js';
import { expectGone, expectPaperIsReal, type Effect } from '../harness/made.js';
import { collector, inMachine, type Scan } from './observe.js';

/** Containers that lack a change and that have it: of the cast, or `loose` and `tight`. */
interface Made extends Effect {
  without: string;
  with: string;
}

const table: Record<string, Made> = {
  'default-apparmor': {
    without: 'docker-apparmor-unconfined',
    with: 'docker-default',
    mends: 'lsm-unconfined',
  },
  'private-user-namespace': {
    without: 'remap-host-users',
    with: 'remap-default',
    mends: 'host-user-namespace',
    closes: 'host-block-device',
  },
  'without-privileged': {
    without: 'docker-privileged',
    with: 'docker-default',
    mends: 'privileged-container',
    closes: 'host-block-device',
  },
  'drop-all-capabilities': {
    without: 'docker-privileged',
    with: 'docker-hardened',
    mends: 'all-capabilities',
  },
  'limit-open-files': { without: 'loose', with: 'tight', mends: 'open-files-not-limited' },
  'limit-locked-memory': { without: 'loose', with: 'tight', mends: 'locked-memory-not-limited' },
  'private-propagation': { without: 'loose', with: 'tight', mends: 'mount-shared-with-host' },
  'publish-on-loopback': { without: 'loose', with: 'tight', mends: 'published-port-on-all-interfaces' },
  'end-deviating-processes': {
    without: 'docker-exec-privileged',
    with: 'docker-exec-privileged after',
    mends: 'process-with-more-capabilities',
  },
};

/** Flags of docker for the containers that are started here. */
const started = {
  loose: `--publish=8080:80 --ulimit=nofile=1048576:1048576 --ulimit=memlock=-1:-1
    --mount=type=bind,src=/srv,dst=/data,bind-propagation=rshared`,
  tight: `--publish=127.0.0.1:8081:80 --ulimit=nofile=1024:524288 --ulimit=memlock=8388608:8388608
    --mount=type=bind,src=/srv,dst=/data,bind-propagation=rprivate`,
};

/** Facts that a change sets to an example. */
const examples = new Set(['user.uidMappings', 'user.gidMappings', 'user.hostUid', 'user.additionalGids']);

/** Settings of the host: the deeds that open and close them, and the rule that tells. */
const settings: Record<string, { open: string; close: string; mends?: string }> = {
  'hide-kernel-addresses': sysctl('kernel.kptr_restrict', 0, 2, 'kernel-addresses-shown'),
  'restrict-bpf': sysctl('kernel.unprivileged_bpf_disabled', 0, 1, 'unprivileged-bpf-allowed'),
  'restrict-kernel-messages': sysctl('kernel.dmesg_restrict', 0, 1),
  'restrict-perf-events': sysctl('kernel.perf_event_paranoid', 1, 3),
  'restrict-ptrace': sysctl('kernel.yama.ptrace_scope', 0, 1, 'ptrace-not-restricted'),
  'restrict-user-namespaces': sysctl('kernel.unprivileged_userns_clone', 1, 0),
  'disable-module-loading': { open: ':', close: 'echo 1 > /proc/sys/kernel/modules_disabled' },
  'lock-down-kernel': {
    open: ':',
    close: 'echo integrity > /sys/kernel/security/lockdown',
    mends: 'kernel-not-locked-down',
  },
  'empty-docker-group': {
    open: 'gpasswd -a tester docker',
    close: 'gpasswd -d tester docker',
    mends: 'docker-group-has-members',
  },
};

function sysctl(name: string, open: number, closed: number, mends?: string) {
  const write = (value: number) => `echo ${value} > /proc/sys/${name.replaceAll('.', '/')}`;
  return { open: write(open), close: write(closed), ...(mends !== undefined && { mends }) };
}

/** Rules on docker's daemon that say something else once it is started with other settings. */
const ofDaemon = [
  'docker-containers-talk-freely',
  'docker-listens-without-tls',
  'docker-live-restore-off',
  'docker-new-privileges-by-default',
  'docker-userland-proxy-on',
  'docker-userns-remap-off',
];
const looseDaemon = '-H unix:///run/docker.sock -H tcp://127.0.0.1:2375';
const tightDaemon =
  '-H unix:///run/docker.sock --icc=false --live-restore --no-new-privileges --userland-proxy=false --userns-remap=default';

const byId = new Map(changes.map((change) => [change.id, change]));
const verify = (id: string, pid: string, to: string) => `
cat > command <<'COMMAND'
${byId.get(id)!.verify ?? 'false'}
COMMAND
PID=${pid} sh command && echo 0 > 'out/${to}' || echo $? > 'out/${to}'
`;
const scan = (to: string) => `${collector} scan --json > out/${to}.json\n`;
const pidOf = (name: string) => `$(awk '$1 == "${name}" { print $2 }' out/pids)`;
const ofSettings = (deed: 'open' | 'close') =>
  Object.values(settings)
    .map((setting) => `{ ${setting[deed]}; } >> out/log\n`)
    .join('');
const told = (side: string) =>
  Object.keys(settings)
    .map((id) => verify(id, '1', `${id} ${side}`))
    .join('');
/** Without its containers, for whose end a daemon would wait. */
const daemon = (flags: string) => `
kill $(pgrep -x dockerd)
while pgrep -x dockerd; do sleep 0.1; done
rm -f /var/run/docker.pid
dockerd ${flags} > /var/log/daemon 2>&1 &
until docker version > /dev/null 2>&1; do sleep 0.1; done
`;

interface Seen {
  /** Scans: as it is, with the deviating process ended and the settings closed, and of the two daemons. */
  scans: Record<'before' | 'after' | 'loose' | 'tight', Scan>;
  pids: Record<string, number>;
  /** What the commands that verify said: 0 is in force. */
  told: Record<string, string>;
}

const withCommand = Object.keys(table).filter((id) => byId.get(id)?.verify != null);

const seen = await inMachine(
  `
${Object.entries(started)
  .map(
    ([name, flags]) => `docker run --detach --name=${name} ${flags.replaceAll('\n', ' ')} lab sleep 100000`,
  )
  .join('\n')}
${ofSettings('open')}
${scan('before')}
${Object.keys(started)
  .map((name) => `docker inspect --format='${name} {{.State.Pid}}' ${name} >> out/pids`)
  .join('\n')}
tr -d '{}"' < /lab/pids.json | tr ',:' '\n ' >> out/pids
${withCommand.flatMap((id) => (['without', 'with'] as const).map((side) => verify(id, pidOf(table[id]![side]), `${id} ${side}`))).join('')}
${told('without')}
kill $(pgrep -f 'sleep 100001')
${ofSettings('close')}
${scan('after')}
${told('with')}
echo 1 > /proc/sys/kernel/unprivileged_userns_clone
pkill -KILL sleep
${daemon(looseDaemon)}
${scan('loose')}
${verify('require-docker-certificates', '1', 'require-docker-certificates without')}
${daemon(tightDaemon)}
${scan('tight')}
${verify('require-docker-certificates', '1', 'require-docker-certificates with')}
`,
  (file): Seen => {
    const read = (name: string) => JSON.parse(file(`${name}.json`)) as Scan;
    const ids = [...withCommand, ...Object.keys(settings), 'require-docker-certificates'];
    return {
      scans: { before: read('before'), after: read('after'), loose: read('loose'), tight: read('tight') },
      pids: Object.fromEntries(
        [...file('pids').matchAll(/^(\S+) (\d+)$/gm)].map(([, name, pid]) => [name!, Number(pid)]),
      ),
      told: Object.fromEntries(
        ids.flatMap((id) =>
          ['without', 'with'].map((side) => [`${id} ${side}`, file(`${id} ${side}`).trim()]),
        ),
      ),
    };
  },
);

const subjectOf = (name: string): Subject => {
  const { containers } = seen.scans[name.endsWith(' after') ? 'after' : 'before'];
  const pid = seen.pids[name.replace(' after', '')];
  const { posture, traits } = containers.find(({ instance }) => instance.pid === pid)!;
  return { posture, host: seen.scans.before.host, traits };
};

describe.each(Object.entries(table))('%s', (id, made) => {
  it('makes on paper what the kernel says of a container that has it', () => {
    expectPaperIsReal(byId.get(id)!, subjectOf(made.without), subjectOf(made.with), examples);
  });

  it('takes the finding and the way out with it', () => {
    expectGone(subjectOf(made.without), subjectOf(made.with), made);
  });

  if (withCommand.includes(id))
    it('is told by its command from what lacks it', () => {
      expect(seen.told[`${id} with`]).toBe('0');
      expect(seen.told[`${id} without`]).not.toBe('0');
    });
});

describe.each(Object.entries(settings))('%s', (id, { mends }) => {
  const subject = (side: 'before' | 'after'): Subject => ({
    ...subjectOf('docker-default'),
    host: seen.scans[side].host,
  });

  it('makes on paper what the host says once it is made', () => {
    expectPaperIsReal(byId.get(id)!, subject('before'), subject('after'), new Set());
  });

  it('takes the finding with it', () => {
    const found = (['before', 'after'] as const).map(
      (side) => evaluateHost(subject(side).host).find(({ rule }) => rule === mends)?.state,
    );
    expect(found).toEqual(mends === undefined ? [undefined, undefined] : ['fail', 'pass']);
    expectGone(subject('before'), subject('after'), {});
  });

  it('is told by its command from what lacks it', () => {
    expect([seen.told[`${id} without`] === '0', seen.told[`${id} with`]]).toEqual([false, '0']);
  });
});

describe('another start of the daemon', () => {
  it.each(ofDaemon)('takes %s with it', (rule) => {
    const states = (['loose', 'tight'] as const).map(
      (side) => evaluateHost(seen.scans[side].host).find((outcome) => outcome.rule === rule)?.state,
    );
    expect(states).toEqual(['fail', 'pass']);
  });

  it('closes its port, as the command says', () => {
    expect(seen.told['require-docker-certificates without']).not.toBe('0');
    expect(seen.told['require-docker-certificates with']).toBe('0');
  });
});
