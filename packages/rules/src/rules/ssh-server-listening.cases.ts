import { asIs, denied, fails, isNotApplicable, isUnknown, passes, type Case } from '../testing/cases.js';
import { listening, onHostNetwork } from '../testing/ports.js';

export const cases: readonly Case[] = [
  passes('a web server listens', asIs, { traits: { listeners: [listening()] } }),
  passes('another server listens on port 22', asIs, {
    traits: { listeners: [listening({ port: 22, exe: '/bin/gitea' })] },
  }),
  fails('sshd listens on another port', asIs, {
    traits: { listeners: [listening({ port: 2222, exe: '/usr/sbin/sshd' })] },
  }),
  fails('dropbear listens, whose file is gone', asIs, {
    traits: { listeners: [listening({ exe: '/sbin/dropbear (deleted)' })] },
  }),
  fails('somebody unknown listens on port 22', asIs, {
    traits: { listeners: [listening({ port: 22, exe: null })] },
  }),
  isUnknown('what listens was not read', asIs),
  isUnknown('what listens cannot be read', asIs, { traits: { listeners: denied } }),
  isUnknown('it is in the network of the host', onHostNetwork),
  isNotApplicable('it is in the network of another container', (p) => (p.namespaces.network = 'container')),
];
