import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('docker lists it', asIs),
  fails('the daemon has lost its record', asIs, { traits: { orphan: 'kernel-only' } }),
  isUnknown('the processes of the host are hidden, and with them who looks after it', asIs, {
    host: { processesComplete: denied },
  }),
  isUnknown('its namespaces cannot be read', (p) => (p.namespaces.pid = denied)),
];
