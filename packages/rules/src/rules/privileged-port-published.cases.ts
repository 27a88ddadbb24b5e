import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { port, onHostNetwork } from '../testing/ports.js';

export const cases: readonly Case[] = [
  passes('it publishes none', asIs),
  passes('8080 leads to its port 80', asIs, {
    traits: { ports: [port({ hostPort: 8080, containerPort: 80 })] },
  }),
  fails('80 leads to its port 8080', asIs, {
    traits: { ports: [port({ hostPort: 80, containerPort: 8080 })] },
  }),
  isUnknown('it listens in the network of the host', onHostNetwork),
  isUnknown('whose network it is in cannot be read', (p) => (p.namespaces.network = denied)),
];
