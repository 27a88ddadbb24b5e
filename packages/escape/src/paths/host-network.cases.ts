import { cases, denied, remapped, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'it stands in the host’s network and may read packets': () => undefined,
  },
  blocked: {
    'its network is its own': ['namespaces', ({ posture }) => void (posture.namespaces.network = 'own')],
    'it may neither read packets nor change rules': ['capabilities', without('CAP_NET_ADMIN', 'CAP_NET_RAW')],
    'its capabilities are not the host’s': ['user', remapped],
  },
  possible: {
    'whose network it has cannot be read': ({ posture }) => void (posture.namespaces.network = denied),
    'a user other than root could gain it': ({ posture }) => {
      posture.user.uid = 1000;
      posture.capabilities.effective = [];
      posture.capabilities.permitted = [];
    },
  },
});
