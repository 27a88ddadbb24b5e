import fc from 'fast-check';
import { posture } from '@shoji/posture';
import { nspawnPosture, nspawnSettings } from './nspawnDeclared.js';

const everything = ['CAP_CHOWN', 'CAP_NET_ADMIN', 'CAP_SYS_MODULE'];
const document = (line: string, file?: string) =>
  nspawnPosture(nspawnSettings(['systemd-nspawn', ...line.split(' ')], file), everything);

describe('nspawnPosture', () => {
  it.each<[string, object]>([
    [
      '-D /srv/a',
      {
        namespaces: { network: 'host', user: 'host', pid: 'own' },
        capabilities: { bounding: ['CAP_CHOWN'] },
      },
    ],
    ['-qn -D /srv/a', { namespaces: { network: 'own' } }],
    [
      '--network-bridge br0',
      { namespaces: { network: 'own' }, capabilities: { bounding: ['CAP_CHOWN', 'CAP_NET_ADMIN'] } },
    ],
    [
      '--network-namespace-path=/run/netns/a',
      { namespaces: { network: { unreadable: 'joins a namespace by path' } } },
    ],
    ['-U', { namespaces: { user: 'own' }, user: { uidMappings: { unsupported: 'not declared' } } }],
    [
      '--private-users=500000',
      { user: { hostUid: 500000, uidMappings: [{ containerId: 0, hostId: 500000, size: 65536 }] } },
    ],
    ['--private-users=no', { namespaces: { user: 'host' } }],
    [
      '--capability=all --drop-capability CAP_CHOWN',
      { capabilities: { bounding: ['CAP_NET_ADMIN', 'CAP_SYS_MODULE'] } },
    ],
    ['--drop-capability=all', { capabilities: { bounding: [] } }],
    ['--user 1000', { user: { uid: 1000 }, capabilities: { effective: { unsupported: 'not declared' } } }],
    ['--read-only', { filesystem: { root: { readonly: true } } }],
    ['--volatile', { filesystem: { root: { unsupported: 'not declared' } } }],
    ['--no-new-privileges=yes', { user: { noNewPrivileges: true } }],
    ['--rlimit=NOFILE=1:2', { rlimits: { nofile: { soft: 1, hard: 2 } } }],
    [
      '--property=MemoryMax=1G --property TasksMax=5',
      { cgroups: { memory: { limit: 1073741824 }, pids: { limit: 5 } } },
    ],
    ['-D /srv/a /bin/sh -n', { namespaces: { network: 'host' } }],
  ])('reads %s', (line, expected) => {
    expect(document(line)).toMatchObject(expected);
  });

  it.each<[string, string, string, boolean]>([
    ['the command line over the file', '--no-new-privileges=no', 'NoNewPrivileges=yes', false],
    [
      'the file over the command line where it is told to',
      '--settings=override --no-new-privileges=no',
      'NoNewPrivileges=yes',
      true,
    ],
    ['no file where it is told to', '--settings=no', 'NoNewPrivileges=yes', false],
    ['the file where the command line is silent', '-D /a', '[Exec]\nNoNewPrivileges = yes', true],
  ])('follows %s', (_, line, file, expected) => {
    expect(document(line, file).user.noNewPrivileges).toBe(expected);
  });

  it('lists what is bound, with the host’s path behind it', () => {
    expect(document('--bind=/srv --bind-ro=/etc:/host/etc').filesystem.mounts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ source: '/srv', destination: '/srv', readonly: false, fromHost: true }),
        expect.objectContaining({ source: '/etc', destination: '/host/etc', readonly: true }),
      ]),
    );
  });

  it('lists what systemd-nspawn puts into every machine', () => {
    const places = document('-D /a').filesystem.mounts as { destination: string }[];
    expect(places.map(({ destination }) => destination)).toEqual(
      expect.arrayContaining(['/run/host/incoming', '/run/host/unix-export']),
    );
  });

  it('makes a valid document of any words', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '-u',
        '--bind',
        '--private-users=9:',
        '--rlimit=X',
        '--property==',
        '--bind=a:b:c',
        '-Z',
        '--tmpfs=:',
      ),
    );
    fc.assert(
      fc.property(fc.array(word), fc.string({ unit: 'binary' }), (words, file) => {
        const found = nspawnPosture(nspawnSettings(['systemd-nspawn', ...words], file), everything);
        expect(posture.safeParse(found).error).toBeUndefined();
      }),
    );
  });
});
