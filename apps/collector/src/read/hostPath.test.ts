import { hostPath } from './hostPath.js';
import { fakeFiles } from './testing/fakeFiles.js';

const files = (links: Record<string, string>, errors: Record<string, string> = {}) =>
  fakeFiles({ texts: {}, links, errors });

describe('hostPath', () => {
  it.each([
    ['/etc/docker/daemon.json', {}, '/host/etc/docker/daemon.json'],
    ['/var/run/docker.sock', { '/host/var/run': '/run' }, '/host/run/docker.sock'],
    ['/etc/os-release', { '/host/etc/os-release': '../usr/lib/os-release' }, '/host/usr/lib/os-release'],
    ['/a/b', { '/host/a': 'c', '/host/c': '/d', '/host/d/b': './e' }, '/host/d/e'],
    ['/../../x', {}, '/host/x'],
    ['/a', { '/host/a': '/../../../etc' }, '/host/etc'],
    ['/', {}, '/host/'],
  ])('finds %s with %j at %s', (path, links, found) => {
    expect(hostPath(files(links), '/host', path)).toBe(found);
  });

  it('leaves paths of our own root to the kernel', () => {
    expect(hostPath(files({ '/var/run': '/elsewhere' }), '/', '/var/run/x')).toBe('/var/run/x');
  });

  it('throws on links without end, and on what may not be looked at', () => {
    const codeOf = (read: () => string) => {
      try {
        return read();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codeOf(() => hostPath(files({ '/host/a': 'a' }), '/host', '/a'))).toBe('ELOOP');
    const closed = files({}, { '/host/root': 'EACCES' });
    expect(codeOf(() => hostPath(closed, '/host', '/root/x'))).toBe('EACCES');
  });
});
