import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { port, onHostNetwork } from '../testing/ports.js';

export const cases: readonly Case[] = [
  passes('docker publishes none', asIs),
  fails('docker publishes one for the host alone', asIs, {
    traits: { ports: [port({ hostAddress: '127.0.0.1' })] },
  }),
  isUnknown('containerd made it', asIs, { traits: { runtime: 'containerd' } }),
  isUnknown('it listens in the network of the host', onHostNetwork),
  isUnknown('whose network it is in cannot be read', (p) => (p.namespaces.network = denied)),
];
