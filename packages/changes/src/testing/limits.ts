import type { RlimitName } from '@shoji/posture';
import { cases, denied, type Case } from './cases.js';

/** Cases of a change that lowers a resource limit. */
export const lowering = (name: RlimitName, soft: number, hard: number): readonly Case[] =>
  cases({
    mends: {
      'there is no limit': [
        ({ posture: { rlimits } }) => (rlimits[name] = { soft: null, hard: null }),
        ({ posture: { rlimits } }) => (rlimits[name] = { soft, hard }),
      ],
      'it is higher, with a lower soft one that stays': [
        ({ posture: { rlimits } }) => (rlimits[name] = { soft: 0, hard: hard * 2 + 1 }),
        ({ posture: { rlimits } }) => (rlimits[name] = { soft: 0, hard }),
      ],
    },
    leaves: {
      'it is as low': ({ posture: { rlimits } }) => (rlimits[name] = { soft: hard, hard }),
      'it cannot be read': ({ posture: { rlimits } }) => (rlimits[name] = denied),
    },
  });
