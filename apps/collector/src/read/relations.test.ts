import { namespaceTypes, unreadable } from '@shoji/posture';
import type { NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';
import { namespaceOwners, relations } from './relations.js';

const host = Object.fromEntries(namespaceTypes.map((type, index) => [type, index + 1])) as NamespaceIds;

const init = (startTime: number, namespaces: Partial<NamespaceIds>): Process => ({
  pid: 100 + startTime,
  directory: '/proc/100',
  startTime,
  ppid: 1,
  comm: 'sleep',
  threads: 1,
  cgroups: { text: '', paths: new Map(), path: '/', claim: null, service: null },
  namespaces: { ...host, ...namespaces },
});

const of = (who: Process, ...others: Process[]) =>
  relations(who, host, namespaceOwners([who, ...others])).network;

describe('relations', () => {
  const joined = { network: 77 };
  const closed = { network: unreadable('EACCES') };

  it.each([
    ["the host's", init(5, {}), [], 'host'],
    ['its own', init(5, joined), [init(1, { network: 78 })], 'own'],
    ['its own, which a younger one joined', init(5, joined), [init(6, joined)], 'own'],
    ["an older one's", init(5, joined), [init(1, joined)], 'container'],
    ['its own beside a younger one that is closed', init(5, joined), [init(6, closed)], 'own'],
    [
      "an older one's, though another is closed",
      init(5, joined),
      [init(1, closed), init(2, joined)],
      'container',
    ],
    [
      'nobody knows whose where an older one is closed',
      init(5, joined),
      [init(1, closed)],
      unreadable("may be another container's, which cannot be read: EACCES"),
    ],
    ['closed itself', init(5, closed), [], unreadable('EACCES')],
  ])('tells a namespace that is %s', (_, who, others, expected) => {
    expect(of(who, ...others)).toEqual(expected);
  });
});
