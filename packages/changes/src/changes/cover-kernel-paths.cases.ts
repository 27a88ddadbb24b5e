import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'files are open that runtimes cover or make read-only': [
      ({ posture: { filesystem } }) =>
        Object.assign(filesystem, {
          exposedPaths: ['/proc/interrupts', '/proc/kcore', '/proc/sys'],
          maskedPaths: ['/proc/keys'],
          readonlyPaths: denied,
        }),
      ({ posture: { filesystem } }) =>
        Object.assign(filesystem, {
          exposedPaths: ['/proc/interrupts'],
          maskedPaths: ['/proc/kcore', '/proc/keys'],
        }),
    ],
  },
  leaves: {
    'only what runtimes cover lately is open': ({ posture: { filesystem } }) =>
      (filesystem.exposedPaths = ['/proc/interrupts']),
    'nothing is open': () => undefined,
    'what is open cannot be read': ({ posture: { filesystem } }) => (filesystem.exposedPaths = denied),
  },
});
