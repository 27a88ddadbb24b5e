import { asIs, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('docker gives its default set', asIs),
  passes('one more is in the bounding set, under no_new_privs', (p) => {
    p.capabilities.bounding = ['CAP_SYS_NICE'];
    p.user.noNewPrivileges = true;
  }),
  fails('one more is held', (p) => (p.capabilities.permitted = ['CAP_SYS_RESOURCE'])),
  fails('one is held that this build has no name for', (p) => (p.capabilities.effective = ['CAP_41'])),
  fails('an exec can gain one more', (p) => (p.capabilities.bounding = ['CAP_SYS_NICE']), {
    severity: 'low',
  }),
  fails(
    'an exec can gain one more, and what is held cannot be read',
    (p) => {
      p.capabilities = { ...p.capabilities, permitted: denied, bounding: ['CAP_SYS_NICE'] };
    },
    { severity: 'low', atMost: 'medium' },
  ),
  fails(
    'more are held over a private user namespace',
    (p) => {
      p.capabilities.permitted = ['CAP_SYS_RESOURCE'];
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('what is held cannot be read', (p) => (p.capabilities.effective = denied)),
  isUnknown('the bounding set cannot be read', (p) => (p.capabilities.bounding = denied), {
    severity: 'low',
  }),
  isUnknown(
    'an exec may gain one more, and no_new_privs cannot be read',
    (p) => {
      p.capabilities.bounding = ['CAP_SYS_NICE'];
      p.user.noNewPrivileges = denied;
    },
    { severity: 'low' },
  ),
];
