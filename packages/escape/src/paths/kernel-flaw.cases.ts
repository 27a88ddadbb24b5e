import { cases, filtered } from '../testing/cases.js';

export const table = cases({
  open: {},
  blocked: {
    'the filter refuses what flaws stand behind': ['seccomp', filtered([])],
    'only read and write pass': ['seccomp', ({ posture }) => void (posture.seccomp.mode = 'strict')],
  },
  possible: {
    'no filter is there': () => undefined,
    'what the filter says is not known': filtered(),
    'the filter lets io_uring through': filtered(['io_uring_setup']),
  },
});
