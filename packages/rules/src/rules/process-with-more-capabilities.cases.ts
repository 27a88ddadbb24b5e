import { asIs, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

const wider = deviating('capabilities', 'bounding, effective, permitted set wider by CAP_SYS_ADMIN');
const nested = deviating('namespaces', 'other mount, user namespace');

export const cases: readonly Case[] = [
  passes('no process has more', asIs),
  passes('one differs at another wall', asIs, {
    traits: { deviations: [deviating('user', 'runs as root')] },
  }),
  fails('somebody is in it with --privileged', asIs, { traits: { deviations: [wider] } }),
  fails('a browser makes its sandbox', asIs, { traits: { deviations: [wider, nested] }, severity: 'low' }),
  fails('one of two such processes is no sandbox', asIs, {
    traits: { deviations: [{ ...wider, count: 2 }, nested] },
  }),
  fails('a sandbox of another program hides it', asIs, {
    traits: { deviations: [wider, { ...nested, exe: '/bin/x' }] },
  }),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      remap(p);
    },
    { traits: { deviations: [wider] }, severity: 'low' },
  ),
  isUnknown('what init may have cannot be read', (p) => (p.capabilities.bounding = denied)),
];
