import { cases, remapped, without } from '../testing/cases.js';

export const table = cases({
  open: {},
  blocked: {
    'it lost CAP_MKNOD': ['capabilities', without('CAP_MKNOD')],
    'its capabilities are not the host’s': ['user', remapped],
  },
  possible: {
    'it may make device nodes': () => undefined,
  },
});
