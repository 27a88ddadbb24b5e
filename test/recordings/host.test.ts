/** The host documents of the recorded hosts, against what their daemons and programs said of themselves. */
import { existsSync, readFileSync } from 'node:fs';
import { hostDocument } from '@shoji/posture';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { createReplayFiles, createReplayInspect } from '../../apps/collector/src/recording/replay.js';
import { hostNames, jsonIn, unpack } from './unpack.js';

interface Version {
  Server: { Version: string; Components: { Name: string; Version: string }[] };
}
interface Info {
  SecurityOptions: string[];
  CgroupVersion: string;
  KernelVersion: string;
  NCPU: number;
  MemTotal: number;
}

describe.each(hostNames)('%s', (name) => {
  const { directory, remove } = unpack(name);
  afterAll(remove);
  const daemons = ['main', 'remap'].filter((daemon) =>
    existsSync(`${directory}/docker/version-${daemon}.json`),
  );
  const socketOf = (daemon: string) =>
    daemon === 'main' ? '/run/docker.sock' : `/run/docker-${daemon}.sock`;
  const asked: string[] = [];
  const reading = createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
    files: createReplayFiles(directory),
    inspect: createReplayInspect(directory),
    askVersion: (socket) => {
      asked.push(socket);
      const daemon = daemons.find((each) => socketOf(each) === socket);
      const answer = daemon && jsonIn<Version>(directory, `docker/version-${daemon}.json`).Server;
      return Promise.resolve(answer ?? null);
    },
  }).read(new Date(0));
  const info = jsonIn<Info>(directory, 'docker/info-main.json');

  it('gives a document that fits its schema, and sees all processes', async () => {
    const { host } = await reading;
    expect(hostDocument.parse(host)).toEqual(host);
    expect(host.processesComplete).toBe(true);
  });

  it('agrees with what docker says of the kernel', async () => {
    const { host } = await reading;
    expect(host).toMatchObject({
      kernel: info.KernelVersion,
      cgroupMode: `v${info.CgroupVersion}`,
      cpus: info.NCPU,
      memory: info.MemTotal,
    });
    expect(host.lsms).toContain('apparmor');
  });

  it('asks each docker daemon once, on its own socket, and believes it', async () => {
    const { host } = await reading;
    expect(asked.sort()).toEqual(daemons.map(socketOf).sort());
    const dockers = host.runtimes.filter(({ name }) => name === 'docker');
    expect(dockers.map(({ version }) => version)).toEqual(
      daemons.map((daemon) => jsonIn<Version>(directory, `docker/version-${daemon}.json`).Server.Version),
    );
    const containerd = host.runtimes.find(({ name }) => name === 'containerd');
    const said = readFileSync(`${directory}/versions/containerd.txt`, 'utf8').split(' ')[2];
    expect(containerd?.version).toBe(said);
  });

  it('gives the settings that each daemon was started with', async () => {
    const { host } = await reading;
    for (const daemon of daemons) {
      const { SecurityOptions } = jsonIn<Info>(directory, `docker/info-${daemon}.json`);
      const socket = socketOf(daemon);
      const { configuration } = host.runtimes.find(
        ({ configuration }) => typeof configuration === 'object' && `socket:${socket}` in configuration,
      )!;
      const remapped = SecurityOptions.includes('name=userns');
      expect('userns-remap' in configuration).toBe(remapped);
      if (daemon === 'main')
        expect(configuration).toMatchObject({
          'socket:/run/docker.sock users': { unreadable: 'ENOTRECORDED' },
        });
    }
  });

  it('says that what was not recorded was not read, instead of leaving it out', async () => {
    const { host } = await reading;
    expect(host.runtimesComplete).toEqual({ unreadable: 'ENOTRECORDED' });
    expect(host.runtimes.every(({ name }) => ['docker', 'containerd', 'systemd'].includes(name))).toBe(true);
  });
});
