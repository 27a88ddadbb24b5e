import type { Listener } from '@shoji/posture';
import type { Group } from './group.js';
import { lastingListeners, ListenerList } from './listeners.js';
import type { Process } from './processes.js';
import { fakeFiles, type FakeHost } from './testing/fakeFiles.js';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;

const host = (): FakeHost => ({
  texts: {
    '/proc/60/net/sockstat':
      'sockets: used 9\nTCP: inuse 2 orphan 0 tw 0 alloc 3 mem 0\nUDP: inuse 2 mem 0\n',
    '/proc/60/net/tcp': header + row('00000000:0050', '0A', 11) + row('0100007F:9C40', '01', 12),
    '/proc/60/net/udp': header + row('00000000:0035', '07', 13) + row('00000000:9C41', '07', 14),
  },
  links: {
    '/proc/60/fd/0': '/dev/null',
    '/proc/60/fd/3': 'socket:[99]',
    '/proc/61/fd/3': 'socket:[11]',
    '/proc/61/exe': '/usr/sbin/nginx',
    '/proc/62/fd/3': 'socket:[11]',
    '/proc/62/exe': '/usr/sbin/other',
  },
  errors: { '/proc/60/net/sockstat6': 'ENOENT' },
});
const process = (pid: number, network = 5): Process => ({
  ...{ pid, directory: `/proc/${pid}`, startTime: pid, ppid: 1, comm: 'x', threads: 1 },
  cgroups: { text: '', paths: new Map(), path: '/', claim: null, service: null },
  namespaces: { cgroup: 1, ipc: 2, mount: 3, network, pid: 5, time: 6, user: 7, uts: 8 },
});
const groupOf = (...processes: Process[]): Group => ({
  ...{ kind: 'container' as const, claim: null, within: null, ownCgroup: null, parent: null, processes },
  init: processes[0]!,
});
const plenty = () => ({ left: 1 });

describe('ListenerList', () => {
  it('lists who waits for connections, and for whom it waits', () => {
    const group = groupOf(process(60), process(61), process(62));
    expect(new ListenerList().read(group, fakeFiles(host()), plenty())).toEqual([
      { protocol: 'udp', address: '0.0.0.0', port: 53, exe: null },
      { protocol: 'tcp', address: '0.0.0.0', port: 80, exe: '/usr/sbin/nginx' },
    ]);
  });

  it('asks no process in another network namespace', () => {
    const group = groupOf(process(60), process(61, 9), process(62));
    const listeners = new ListenerList().read(group, fakeFiles(host()), plenty());
    expect(listeners).toContainEqual({
      protocol: 'tcp',
      address: '0.0.0.0',
      port: 80,
      exe: '/usr/sbin/other',
    });
  });

  it.each([
    ['/proc/60/net/tcp', 'EACCES'],
    ['/proc/60/net/tcp', 'ENOENT'],
    ['/proc/60/net/udp', 'EACCES'],
  ])('is unreadable where %s fails with %s', (path, code) => {
    const closed = host();
    closed.errors![path] = code;
    const listeners = new ListenerList().read(groupOf(process(60)), fakeFiles(closed), plenty());
    expect(listeners).toEqual({ unreadable: code });
  });

  it('asks for the tables where nobody counts the sockets', () => {
    const uncounted = host();
    uncounted.errors = { '/proc/60/net/sockstat': 'EACCES', '/proc/60/net/sockstat6': 'EACCES' };
    const list = () => new ListenerList().read(groupOf(process(60)), fakeFiles(uncounted), plenty());
    expect(list()).toEqual({ unreadable: 'ENOENT' });
    Object.assign(uncounted.texts, { '/proc/60/net/tcp6': header, '/proc/60/net/udp6': header });
    expect(list()).toHaveLength(2);
  });

  it('needs no budget where there are no TCP sockets', () => {
    const silent = host();
    silent.texts['/proc/60/net/sockstat'] = 'TCP: inuse 0 orphan 0\nUDP: inuse 0 mem 0\n';
    silent.errors!['/proc/60/net/tcp'] = 'EACCES';
    expect(new ListenerList().read(groupOf(process(60)), fakeFiles(silent), { left: 0 })).toEqual([]);
  });

  it('is not read while others use the budget up', () => {
    const list = new ListenerList();
    const group = groupOf(process(60));
    const budget = { left: 0 };
    expect(list.read(group, fakeFiles(host()), budget)).toBeUndefined();
    budget.left = 1;
    expect(list.read(group, fakeFiles(host()), budget)).toHaveLength(2);
    expect(budget.left).toBe(0);
  });

  describe('again', () => {
    const changing = host();
    const use = (count: number) =>
      (changing.texts['/proc/60/net/sockstat'] = `TCP: inuse ${count} orphan 0\nUDP: inuse 2 mem 0\n`);
    const lists = (list: ListenerList, group: Group): boolean => {
      const budget = plenty();
      list.read(group, fakeFiles(changing), budget);
      return budget.left === 0;
    };

    it('is read only after a process ran, and where the number of sockets changed', () => {
      const list = new ListenerList();
      const still = process(60);
      use(1);
      expect(lists(list, groupOf(still))).toBe(true);
      use(2);
      expect(lists(list, groupOf(still))).toBe(false);
      expect(lists(list, groupOf(process(60)))).toBe(true);
      use(3);
      const later = Array.from({ length: 20 }, () => lists(list, groupOf(process(60))));
      expect(later.indexOf(true)).toBe(15);
      expect(later.filter(Boolean)).toHaveLength(1);
    });

    it('is read now and then where their number stays, and takes threads for running', () => {
      const list = new ListenerList();
      const threads = { ...process(60), threads: 2 };
      const listed = Array.from({ length: 600 }, () => lists(list, groupOf(threads)));
      expect(listed.filter(Boolean)).toHaveLength(3);
    });
  });
});

describe('lastingListeners', () => {
  it('leaves out what differs between two identical containers', () => {
    const listener = (address: string, port: number): Listener => ({
      protocol: 'tcp',
      address,
      port,
      exe: '/x',
    });
    expect(
      lastingListeners([
        listener('0.0.0.0', 80),
        listener('127.0.0.11', 33333),
        listener('0.0.0.0', 40000),
        listener('0.0.0.0', 40001),
      ]),
    ).toEqual([listener('0.0.0.0', 0), listener('0.0.0.0', 80)]);
    expect(lastingListeners({ unreadable: 'EACCES' })).toEqual({ unreadable: 'EACCES' });
  });
});
