/** Equal hosts that differ in all that chance decides: what is the same wall must have the same hash. */
import { hashDocument } from '../../packages/posture/src/index.js';
import { collector, inMachine, type Scan, type Scanned } from './observe.js';

const engines = ['docker', 'podman --events-backend=file --cgroup-manager=cgroupfs'];
const flags = '--memory=96m --cap-add=NET_ADMIN --security-opt=no-new-privileges --volume=/srv:/data:ro';

/** Starts a container of each engine in a machine that `before` has changed, and reads them. */
const fresh = (before: string): Promise<{ host: Scan['host']; containers: Scanned[] }> =>
  inMachine(
    `${before}
${engines.map((engine) => `${engine} run --detach --name=fresh ${engine === 'docker' ? '' : '--network=none'} ${flags} lab sleep 100000`).join('\n')}
${collector} scan --json > out/scan.json
${engines.map((engine) => `${engine} inspect --format='{{.State.Pid}}' fresh >> out/pids`).join('\n')}
`,
    (file) => {
      const { host, containers } = JSON.parse(file('scan.json')) as Scan;
      const pids = file('pids').trim().split('\n').map(Number);
      return {
        host,
        containers: pids.map((pid) => containers.find(({ instance }) => instance.pid === pid)!),
      };
    },
  );

/** Other names, and other process ids, inode numbers, addresses and random numbers from here on. */
const otherwise = `
hostname elsewhere
tr -d - < /proc/sys/kernel/random/uuid > /etc/machine-id
docker run --detach --name=beside lab sleep 100000
for _ in $(seq 50); do head -c 64 /dev/urandom > /dev/null; done
`;

const hosts = [await fresh(''), await fresh(otherwise)];

describe.each([0, 1])('the same container of engine %i on two hosts', (engine) => {
  it('is another one: nothing that chance decides is the same', () => {
    const [one, other] = hosts.map((host) => host.containers[engine]!.instance);
    expect(one!.id).not.toBe(other!.id);
    expect(one!.pid).not.toBe(other!.pid);
    expect(one!.cgroupPath).not.toBe(other!.cgroupPath);
    expect(one!.overlay?.upper).not.toBe(other!.overlay?.upper);
    expect(one!.namespaceIds.mount).not.toBe(other!.namespaceIds.mount);
  });

  it('has the same posture', () => {
    const [one, other] = hosts.map((host) => host.containers[engine]!.posture);
    expect(other).toEqual(one);
    expect(hashDocument(other!)).toBe(hashDocument(one!));
  });
});

it('the two hosts have the same document', () => {
  expect(hashDocument(hosts[1]!.host)).toBe(hashDocument(hosts[0]!.host));
});
