import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { listening, port } from '../testing/ports.js';

export const cases: readonly Case[] = [
  passes('it publishes none', asIs),
  passes('a server listens behind it', asIs, { traits: { ports: [port()], listeners: [listening()] } }),
  fails('nothing listens at all', asIs, { traits: { ports: [port()], listeners: [] } }),
  fails('another protocol listens', asIs, {
    traits: { ports: [port()], listeners: [listening({ protocol: 'udp' })] },
  }),
  isUnknown('what listens was not read', asIs, { traits: { ports: [port()] } }),
  isUnknown('what listens cannot be read', asIs, { traits: { ports: [port()], listeners: denied } }),
];
