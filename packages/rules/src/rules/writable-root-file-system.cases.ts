import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes(
    'the root is read-only',
    (p) => (p.filesystem.root = { type: 'overlay', readonly: true, lowerLayers: 1 }),
  ),
  fails('the root is writable', asIs),
  isUnknown('mountinfo cannot be read', (p) => (p.filesystem.root = denied)),
];
