import { initialNamespaceInode, isInitialNamespace, namespaceLinkTypes, parseNamespaceLink } from './ns.js';
import { refusal } from './testing/refusal.js';

describe('parseNamespaceLink', () => {
  it.each([
    ['mnt:[4026531841]', { type: 'mnt', inode: 4026531841 }],
    ['pid:[4026531836]', { type: 'pid', inode: 4026531836 }],
    ['time:[1]', { type: 'time', inode: 1 }],
  ])('reads %s', (target, link) => {
    expect(parseNamespaceLink(target)).toEqual(link);
  });
  it.each([
    ['', 'malformed'],
    ['mnt:', 'malformed'],
    ['mnt:[1', 'malformed'],
    ['mn:[1]', 'malformed'],
    ['mntx:[1]', 'malformed'],
    ['mount:[1]', 'malformed'],
    ['/proc/1/mnt:[1]', 'malformed'],
    ['mnt:[]', 'bad-number'],
    ['mnt:[1]]', 'bad-number'],
    ['mnt:]', 'malformed'],
  ])('refuses %j', (target, code) => {
    expect(() => parseNamespaceLink(target)).toThrow(refusal(code));
  });
});

describe('initialNamespaceInode', () => {
  // The links of kthreadd (/proc/2/ns) on Linux 6.18.
  it.each([
    'cgroup:[4026531835]',
    'ipc:[4026531839]',
    'mnt:[4026531832]',
    'net:[4026531833]',
    'pid:[4026531836]',
    'time:[4026531834]',
    'user:[4026531837]',
    'uts:[4026531838]',
  ])('is that of %s', (target) => {
    const { type, inode } = parseNamespaceLink(target);
    expect(initialNamespaceInode(type)).toBe(inode);
    expect(isInitialNamespace({ type, inode })).toBe(true);
  });
});

describe('isInitialNamespace', () => {
  it.each(namespaceLinkTypes)(
    'knows that another %s namespace is not, where every kernel fixes the number',
    (type) => {
      // What PID 1 of Linux 6.1 has as `mnt`: initial there, and the number does not say so.
      expect(isInitialNamespace({ type, inode: 4026531841 })).toBe(
        type === 'net' || type === 'mnt' ? null : false,
      );
    },
  );
});
