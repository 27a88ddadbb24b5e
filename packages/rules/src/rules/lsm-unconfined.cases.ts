import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

const domain = (type: string, mode: 'enforcing' | 'permissive') => ({
  user: 'system_u',
  role: 'system_r',
  type,
  level: 's0:c1,c2',
  mode,
});

export const cases: readonly Case[] = [
  passes('AppArmor enforces a profile', asIs),
  passes('AppArmor enforces, SELinux cannot be read', (p) => (p.lsm.selinux = denied)),
  passes('a stack of profiles enforces in part', (p) => {
    p.lsm.apparmor = { profile: 'a//&b', mode: 'mixed' };
  }),
  passes('SELinux enforces a container domain', (p) => {
    p.lsm = { apparmor: absent, selinux: domain('container_t', 'enforcing') };
  }),
  fails(
    'AppArmor leaves it unconfined',
    (p) => (p.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' }),
  ),
  fails('its profile only complains', (p) => (p.lsm.apparmor = { profile: 'x', mode: 'complain' })),
  fails('SELinux is permissive', (p) => {
    p.lsm = { apparmor: absent, selinux: domain('container_t', 'permissive') };
  }),
  fails('its SELinux domain is spc_t', (p) => {
    p.lsm = { apparmor: absent, selinux: domain('spc_t', 'enforcing') };
  }),
  fails('the kernel has no security module', (p) => (p.lsm = { apparmor: absent, selinux: absent })),
  isUnknown('the label cannot be read', (p) => (p.lsm.apparmor = denied)),
  isUnknown('one leaves it unconfined, the other cannot be read', (p) => {
    p.lsm = { apparmor: { profile: 'unconfined', mode: 'unconfined' }, selinux: denied };
  }),
];
