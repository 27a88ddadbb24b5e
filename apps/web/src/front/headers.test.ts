import { contentSecurityPolicy } from './headers';

const policy = (nonce: string) =>
  new Map(
    contentSecurityPolicy(nonce)
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );

describe('contentSecurityPolicy', () => {
  it('runs scripts with this nonce only, and never evaluates text', () => {
    expect(policy('abc').get('script-src')).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"]);
    expect(contentSecurityPolicy('abc')).not.toContain('unsafe-eval');
  });

  it('denies what it does not name, and every frame', () => {
    expect(policy('x').get('default-src')).toEqual(["'none'"]);
    expect(policy('x').get('frame-ancestors')).toEqual(["'none'"]);
  });
});
