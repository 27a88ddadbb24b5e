import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { port, onHostNetwork } from '../testing/ports.js';

export const cases: readonly Case[] = [
  passes('it publishes none', asIs),
  passes('it is published for the host alone', asIs, {
    traits: { ports: [port({ hostAddress: '127.0.0.1' })] },
  }),
  fails('it is published on 0.0.0.0', asIs, { traits: { ports: [port({ hostAddress: '0.0.0.0' })] } }),
  fails('it is published on :: only', asIs, { traits: { ports: [port({ hostAddress: '::' })] } }),
  fails('it is published without an address', asIs, { traits: { ports: [port({ hostAddress: '' })] } }),
  isUnknown('it listens in the network of the host', onHostNetwork),
  isUnknown('whose network it is in cannot be read', (p) => (p.namespaces.network = denied)),
];
