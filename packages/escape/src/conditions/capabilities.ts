import { capabilityReaders, holding, isKnown } from '@shoji/posture';
import { condition, oneOfEach, pierce, stop, unsure, type Answer } from '../path.js';
import { weakest } from './weakest.js';

const { effective, permitted, inheritable, bounding, noNewPrivileges } = capabilityReaders;

/** Every capability of one of the given sets is held, or can be had by executing a program (capabilities(7)). */
export const holds = oneOfEach((...alternatives: readonly (readonly string[])[]) =>
  condition({
    wall: 'capabilities',
    capabilities: alternatives.flat(),
    reads: {},
    // Any one set that holds them settles it, so none is required.
    considers: {
      effective,
      permitted,
      inheritable,
      bounding,
      noNewPrivileges,
      uid: (c) => c.user.uid,
    },
    unsupported: stop('this kernel has no capabilities'),
    answer: (facts) => {
      const { uid } = facts;
      const answers = alternatives.map((wanted): Answer => {
        const names = wanted.join(' and ');
        switch (holding(wanted, facts).state) {
          case 'now':
            return pierce(`${names} is held`);
          case 'no':
            return stop(`${names} is neither held nor to be had`);
          case 'unknown':
            return unsure(`whether ${names} is held could not be read`);
          case 'by-exec':
            if (uid === 0) return pierce(`root has ${names} again in every program that it executes`);
            return unsure(
              isKnown(uid)
                ? `a set-user-ID program of the image would give ${names}; which ones it has is not read`
                : `whether root runs, who could have ${names}, is not known`,
            );
        }
      });
      const found = weakest(answers);
      return found === undefined || found.state === 'stop'
        ? stop(`none of ${alternatives.map((wanted) => wanted.join(' and ')).join(', ')} is held`)
        : found;
    },
  }),
);
