import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'its filter lets it through': [
      ({ traits }) => (traits.systemCalls = ['io_uring_setup', 'ptrace']),
      ({ traits }) => (traits.systemCalls = ['ptrace']),
    ],
  },
  leaves: {
    'its filter refuses it': ({ traits }) => (traits.systemCalls = ['ptrace']),
    'what its filter says is not known': ({ traits }) => (traits.systemCalls = denied),
    'nothing is filtered': ({ posture: { seccomp }, traits }) => {
      seccomp.mode = 'disabled';
      traits.systemCalls = ['io_uring_setup'];
    },
  },
});
