import { isKnown, type TellingSystemCall } from '@shoji/posture';
import { condition, oneOfEach, pierce, stop, unsure } from '../path.js';

/**
 * One of these system calls passes the filter (seccomp(2)). The kernel shows that there is a filter, never what it says:
 * that comes from the profile as the runtime resolved it.
 */
export const letsThrough = oneOfEach((...calls: readonly TellingSystemCall[]) =>
  condition({
    wall: 'seccomp',
    reads: { mode: (c) => c.seccomp.mode },
    considers: { known: (_, { traits }) => traits.systemCalls },
    unsupported: pierce('this kernel filters no system calls'),
    answer: ({ mode, known }) => {
      const names = calls.join(' or ');
      if (mode === 'disabled') return pierce(`no filter stands before ${names}`);
      if (mode === 'strict') return stop('only read, write and exit pass');
      if (known === undefined || !isKnown(known))
        return unsure(`there is a filter, but what it says about ${names} is not known`);
      const through = calls.find((call) => known.includes(call));
      return through ? pierce(`the filter lets ${through} through`) : stop(`the filter refuses ${names}`);
    },
  }),
);
