import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it has its own, into which nobody is mapped', (p) => {
    p.namespaces.user = 'own';
    p.user.uidMappings = [];
  }),
  passes('it shares one with another container', (p) => {
    p.namespaces.user = 'container';
    p.user.uidMappings = [{ containerId: 0, hostId: 100000, size: 65536 }];
  }),
  fails('it is in the one of the host', (p) => (p.namespaces.user = 'host')),
  fails('the kernel has no such namespaces', (p) => (p.namespaces.user = absent)),
  isUnknown('the link cannot be read', (p) => (p.namespaces.user = denied)),
  fails('its records leave the mode empty and nothing is remapped', asIs),
  passes('its ids are remapped', (p) => {
    p.namespaces.user = 'own';
    p.user.uidMappings = [{ containerId: 0, hostId: 300000, size: 65536 }];
  }),
  fails('it has its own, with root of the host in it', (p) => {
    p.namespaces.user = 'own';
    p.user.uidMappings = [{ containerId: 0, hostId: 0, size: 4294967295 }];
  }),
  isUnknown('the mapping cannot be read', (p) => {
    p.namespaces.user = 'own';
    p.user.uidMappings = denied;
  }),
];
