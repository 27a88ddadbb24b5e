import { fakeFiles } from '../read/testing/fakeFiles.js';
import { incusNaming } from './incus.js';

const fingerprint = 'c'.repeat(64);
const backup = (project: string) => `instance:
  architecture: x86_64
  config:
    image.description: 'Debian bookworm amd64 (20260101)'
    image.os: Debian
    volatile.base_image: ${fingerprint}
  name: web
  project: ${project}
snapshots:
- config:
    image.description: older
    volatile.base_image: ${'d'.repeat(64)}
`;
const naming = (line: string, texts: Record<string, string>) => incusNaming(fakeFiles({ texts }), '/', line);
const image = { reference: 'Debian bookworm amd64 (20260101)', digest: fingerprint };

describe('incusNaming', () => {
  it.each(['/var/lib/incus', '/var/lib/lxd', '/var/snap/lxd/common/lxd'])(
    'reads an instance of %s',
    (home) => {
      const texts = { [`${home}/containers/web/backup.yaml`]: backup('default') };
      expect(naming(`[lxc monitor] ${home}/containers web\0`, texts)).toEqual({
        name: 'web',
        image,
        labels: {},
      });
    },
  );

  it('takes the project from before the name', () => {
    const texts = { '/var/lib/incus/containers/shop_web/backup.yaml': backup('shop') };
    expect(naming('[lxc monitor] /var/lib/incus/containers shop_web', texts)).toEqual({
      name: 'web',
      image,
      labels: { 'incus.project': 'shop' },
    });
  });

  it('has the name alone where the file cannot be read', () => {
    expect(naming('[lxc monitor] /var/lib/incus/containers web', {})).toEqual({
      name: 'web',
      image: null,
      labels: {},
    });
  });

  it.each([
    '[lxc monitor] /var/lib/lxc web',
    '[lxc monitor] /home/u/incus/containers web',
    '[lxc monitor] /var/lib/incus/containers ..',
    '[lxc monitor] /var/lib/incus/containers a/../b',
    'conmon',
    '',
  ])('is none of %j', (line) => expect(naming(line, {})).toBeNull());
});
