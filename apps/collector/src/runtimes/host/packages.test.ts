import { fakeFiles } from '../../read/testing/fakeFiles.js';
import { packagedVersions } from './packages.js';

const runc = { file: 'runc', packages: ['runc'], path: '/usr/sbin/runc' };
const dpkg = (name: string, version: string, more = '', state = 'install ok installed') =>
  `Package: ${name}\nStatus: ${state}\nArchitecture: amd64\n${more}Version: ${version}\nDescription: x\n .\n y\n`;

const versions = (texts: Record<string, string>, programs = [runc], errors: Record<string, string> = {}) =>
  packagedVersions(fakeFiles({ texts, errors }), '/', programs);

describe('packagedVersions', () => {
  const status = [dpkg('runc-tests', '9'), dpkg('runc', '2:1.1.5+ds1-1+deb12u1'), dpkg('last', '1')].join(
    '\n',
  );

  it.each<[string, Record<string, string>, string]>([
    [
      'dpkg',
      { '/var/lib/dpkg/status': status, '/var/lib/dpkg/info/runc.list': '/.\n/usr/sbin/runc\n' },
      '1.1.5+ds1-1+deb12u1',
    ],
    [
      'dpkg before /usr was merged',
      { '/var/lib/dpkg/status': status, '/var/lib/dpkg/info/runc.list': '/sbin/runc\n' },
      '1.1.5+ds1-1+deb12u1',
    ],
    [
      'dpkg with several architectures',
      {
        '/var/lib/dpkg/status': dpkg('runc', '1', 'Multi-Arch: same\n'),
        '/var/lib/dpkg/info/runc:amd64.list': '/usr/sbin/runc\n',
      },
      '1',
    ],
    [
      'apk',
      {
        '/lib/apk/db/installed': 'P:runc-doc\nV:0\n\nP:runc\nV:1.1.12-r2\nF:usr/bin\nR:runc\n\nP:z\nV:1\n\n',
      },
      '1.1.12-r2',
    ],
    ['pacman', { '/var/lib/pacman/local/runc-1.1.12-1/files': '%FILES%\nusr/sbin/runc\n' }, '1.1.12-1'],
  ])('reads the database of %s', (_, texts, version) => {
    expect(versions(texts)).toEqual([version]);
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['nothing', {}, {}, 'no package owns /usr/sbin/runc'],
    [
      'a package that does not own the file',
      { '/var/lib/dpkg/status': status, '/var/lib/dpkg/info/runc.list': '/usr/bin/runc\n' },
      {},
      'no package owns /usr/sbin/runc',
    ],
    [
      'a package that was removed',
      {
        '/var/lib/dpkg/status': dpkg('runc', '1', '', 'deinstall ok config-files'),
        '/var/lib/dpkg/info/runc.list': '/usr/sbin/runc\n',
      },
      {},
      'no package owns /usr/sbin/runc',
    ],
    ['rpm alone', { '/var/lib/rpm/rpmdb.sqlite': 'SQLite' }, {}, 'the database of rpm is binary'],
    ['a closed database', {}, { '/var/lib/dpkg/status': 'EACCES' }, 'the package database: EACCES'],
    [
      'a closed list of files',
      { '/var/lib/dpkg/status': status },
      { '/var/lib/dpkg/info/runc.list': 'EIO' },
      'the package database: EIO',
    ],
  ])('says why %s tells no version', (_, texts, errors, reason) => {
    expect(versions(texts, [runc], errors)).toEqual([{ unreadable: reason }]);
  });
});
