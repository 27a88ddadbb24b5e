import { namespaceTypes } from '@shoji/posture';
import { ProcessTable } from './processes.js';
import { createHostReader } from './snapshot.js';
import { addProcess, dockerHost } from './testing/dockerHost.js';
import { fakeFiles, type FakeHost } from './testing/fakeFiles.js';

const ran = '2400100 30500 3\n';

/** The table of a host, and a reading of process 60 in it. */
function tableOf(host: FakeHost) {
  const table = new ProcessTable(fakeFiles(host), '/proc', new Set(namespaceTypes));
  return () => table.read().find(({ pid }) => pid === 60);
}

const leaveNetwork = (host: FakeHost): void => {
  host.links!['/proc/60/ns/net'] = 'net:[4026539999]';
};

describe('ProcessTable', () => {
  it('keeps the namespaces of a process that did not run', () => {
    const host = dockerHost();
    host.texts['/proc/60/schedstat'] = ran;
    const read = tableOf(host);
    read();
    const first = read();
    leaveNetwork(host);
    expect(read()).toBe(first);
  });

  it.each([
    ['the process ran', ran, '2400101 30500 3\n'],
    ['the kernel does not count', '0 0 0\n', '0 0 0\n'],
    ['the file is not there', undefined, undefined],
  ])('reads them again where %s', (_, before, after) => {
    const host = dockerHost();
    if (before !== undefined) host.texts['/proc/60/schedstat'] = before;
    const read = tableOf(host);
    read();
    read();
    leaveNetwork(host);
    if (after !== undefined) host.texts['/proc/60/schedstat'] = after;
    expect(read()?.namespaces.network).toBe(4026539999);
  });

  it('takes nothing of an earlier process with the same number', () => {
    const host = dockerHost();
    host.texts['/proc/60/schedstat'] = ran;
    const read = tableOf(host);
    read();
    read();
    host.texts['/proc/60/stat'] = host.texts['/proc/60/stat']!.replace(' 600 ', ' 900 ');
    host.texts['/proc/60/schedstat'] = '1 1 1\n';
    host.links!['/proc/60/ns/pid'] = 'pid:[4026538888]';
    expect(read()).toMatchObject({ startTime: 900, namespaces: { pid: 4026538888 } });
  });

  it('fails where it cannot open files any more, rather than leaving processes out', () => {
    const host = dockerHost();
    host.errors = { '/proc/60/stat': 'EMFILE' };
    expect(tableOf(host)).toThrow('EMFILE');
  });
});

describe('createHostReader', () => {
  it.each([
    ['keeps the status of a process with one thread that did not run', 1, 0],
    ['reads the status of one with more threads: they filter each other', 2, 1],
  ])('%s', async (_, threads, deviations) => {
    const host = dockerHost();
    addProcess(host, 61, {});
    host.texts['/proc/61/stat'] = host.texts['/proc/61/stat']!.replace(' 20 0 1 0 ', ` 20 0 ${threads} 0 `);
    host.texts['/proc/61/schedstat'] = ran;
    const reader = createHostReader({
      roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
      collectorVersion: 'test',
      files: fakeFiles(host),
      inspect: () => Promise.resolve(null),
    });
    await reader.read(new Date(0));
    await reader.read(new Date(0));
    host.texts['/proc/61/status'] = host.texts['/proc/61/status']!.replace('Seccomp:\t2', 'Seccomp:\t0');
    const { containers } = await reader.read(new Date(0));
    expect(containers[0]!.instance.deviations).toHaveLength(deviations);
  });
});
