import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('docker gives its default set', asIs),
  passes('only the bounding set has it, under no_new_privs', (p) => {
    p.capabilities.bounding = ['CAP_SYS_PTRACE'];
    p.user.noNewPrivileges = true;
  }),
  passes('bounding cannot be read, but no_new_privs is set', (p) => {
    p.capabilities.bounding = denied;
    p.user.noNewPrivileges = true;
  }),
  fails('init holds it', (p) => (p.capabilities.permitted = ['CAP_SYS_PTRACE']), { severity: 'medium' }),
  fails(
    'init holds it, the other sets cannot be read',
    (p) => {
      p.capabilities = {
        ...p.capabilities,
        effective: ['CAP_SYS_PTRACE'],
        permitted: denied,
        bounding: denied,
      };
    },
    { severity: 'medium' },
  ),
  fails(
    'user 1000 can gain it by exec',
    (p) => {
      p.capabilities = { ...p.capabilities, effective: [], permitted: [], bounding: ['CAP_SYS_PTRACE'] };
    },
    { severity: 'low' },
  ),
  fails(
    'it is held over a private user namespace',
    (p) => {
      p.capabilities.permitted = ['CAP_SYS_PTRACE'];
      p.namespaces.user = 'own';
      p.user.uidMappings = [{ containerId: 0, hostId: 300000, size: 65536 }];
    },
    { severity: 'low' },
  ),
  fails(
    'its user namespace has the root of the host in it',
    (p) => {
      p.capabilities.permitted = ['CAP_SYS_PTRACE'];
      p.namespaces.user = 'own';
    },
    { severity: 'medium' },
  ),
  fails(
    'the mapping of its user namespace cannot be read',
    (p) => {
      p.capabilities.permitted = ['CAP_SYS_PTRACE'];
      p.namespaces.user = 'own';
      p.user.uidMappings = denied;
    },
    { severity: 'medium' },
  ),
  fails('it is held next to the host pid namespace', (p) => {
    p.capabilities.permitted = ['CAP_SYS_PTRACE'];
    p.namespaces.pid = 'host';
  }),
  fails('it is held and the pid namespace cannot be read', (p) => {
    p.capabilities.permitted = ['CAP_SYS_PTRACE'];
    p.namespaces.pid = denied;
  }),
  fails(
    'it can be gained by exec, and whether init holds it cannot be read',
    (p) => {
      p.capabilities = { ...p.capabilities, permitted: denied, bounding: ['CAP_SYS_PTRACE'] };
    },
    { severity: 'low', atMost: 'medium' },
  ),
  isUnknown('the permitted set cannot be read', (p) => (p.capabilities.permitted = denied), {
    severity: 'medium',
  }),
  isUnknown('the bounding set cannot be read', (p) => (p.capabilities.bounding = denied), {
    severity: 'low',
  }),
  isUnknown(
    'bounding has it and no_new_privs cannot be read',
    (p) => {
      p.capabilities.bounding = ['CAP_SYS_PTRACE'];
      p.user.noNewPrivileges = denied;
    },
    { severity: 'low' },
  ),
];
