import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('docker lists it', asIs),
  fails('the daemon has lost its record', asIs, { traits: { orphan: 'kernel-only' } }),
  fails('only docker’s record is left of it', (p) => (p.namespaces.pid = denied), {
    traits: { orphan: 'runtime-only' },
  }),
  isUnknown('the processes of the host are hidden', asIs, { host: { processesComplete: denied } }),
];
