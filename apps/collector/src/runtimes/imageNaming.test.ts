import { imageNaming } from './imageNaming.js';

const hex = 'ab'.repeat(32);

describe('imageNaming', () => {
  it.each([
    ['nginx', 'latest'],
    ['nginx:latest', 'latest'],
    ['docker.io/library/nginx:latest', 'latest'],
    ['registry:5000/nginx', 'latest'],
    ['registry:5000/nginx:1.27', 'tag'],
    ['nginx:1.27', 'tag'],
    [`nginx@sha256:${hex}`, 'digest'],
    [`nginx:latest@sha256:${hex}`, 'digest'],
    [`sha256:${hex}`, 'digest'],
    [hex, 'digest'],
    ['\u001b[2J:', 'latest'],
  ])('takes %s for %s', (reference, expected) =>
    expect(imageNaming({ reference, digest: null })).toBe(expected),
  );

  it.each([[null], [{ reference: null, digest: hex }], [{ reference: '', digest: null }]])(
    'knows nothing of %j',
    (image) => expect(imageNaming(image)).toBeUndefined(),
  );
});
