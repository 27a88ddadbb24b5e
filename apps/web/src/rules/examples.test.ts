import { idOf } from './examples';

describe('idOf', () => {
  it.each([
    ['More than 4 GiB of memory', 'more-than-4-gib-of-memory'],
    ['  A directory of /srv is mounted writable! ', 'a-directory-of-srv-is-mounted-writable'],
    ['Größe über Grenze', 'gro-e-uber-grenze'],
    ['4 GiB', 'gib'],
    ['', ''],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('makes of %j what an id may be', (title, id) => expect(idOf(title)).toBe(id));
});
