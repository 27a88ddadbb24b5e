import { safeTarget, signInPath } from './target';

describe('safeTarget', () => {
  it.each(['/', '/containers', '/containers?q=nginx&open=lsm', '/hosts/abc'])('keeps %s', (target) => {
    expect(safeTarget(target)).toBe(target);
  });

  it.each([
    null,
    '',
    'containers',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/sign-in',
    '/sign-in?to=/',
  ])('falls back to the overview for %j', (target) => {
    expect(safeTarget(target)).toBe('/');
  });
});

describe('signInPath', () => {
  it.each([
    ['/', '/sign-in'],
    ['/containers?q=a b', '/sign-in'],
    ['/containers?q=a&open=lsm', '/sign-in?to=%2Fcontainers%3Fq%3Da%26open%3Dlsm'],
  ])('leads back to %s by %s', (from, path) => expect(signInPath(from)).toBe(path));
});
