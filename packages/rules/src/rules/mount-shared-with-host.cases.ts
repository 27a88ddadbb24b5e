import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import type { Posture } from '@shoji/posture';
import { bind } from '../../../posture/src/testing/posture.js';

const shared = (p: Posture) => void (p.filesystem.mounts = [bind('/srv', { propagation: 'shared' })]);

export const cases: readonly Case[] = [
  passes('every mount is private', asIs),
  passes(
    'it gets what the host mounts, and not the reverse',
    (p) => (p.filesystem.mounts = [bind('/srv', { propagation: 'slave' })]),
  ),
  passes(
    'what is shared is not of the host',
    (p) => (p.filesystem.mounts = [bind('/', { propagation: 'shared', fromHost: false })]),
  ),
  fails('one is shared and it may mount', (p) => {
    shared(p);
    p.capabilities.permitted = ['CAP_SYS_ADMIN'];
  }),
  fails(
    'one is shared and an exec may mount',
    (p) => {
      shared(p);
      p.capabilities.bounding = ['CAP_SYS_ADMIN'];
    },
    { severity: 'medium' },
  ),
  fails('one is shared and it may not mount', shared, { severity: 'low' }),
  fails(
    'one is shared and what it holds cannot be read',
    (p) => {
      shared(p);
      p.capabilities = { ...p.capabilities, permitted: denied };
    },
    { severity: 'low', atMost: 'high' },
  ),
  fails('it is in the mount namespace of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('mountinfo cannot be read', (p) => (p.filesystem.mounts = denied)),
  isUnknown(
    'whether a shared one is of the host cannot be read',
    (p) => {
      p.filesystem.mounts = [bind('/srv', { propagation: 'shared', fromHost: denied })];
    },
    { severity: 'low' },
  ),
  fails(
    'one is shared, it may not mount, and whether its tree is the host’s cannot be read',
    (p) => {
      shared(p);
      p.namespaces.mount = denied;
    },
    { severity: 'low', atMost: 'high' },
  ),
  isUnknown('its mount namespace cannot be read', (p) => (p.namespaces.mount = denied)),
];
