import { cases, denied } from '../testing/cases.js';

const nobody = { uid: 10001, gid: 10001, additionalGids: [10001] };
const none = { effective: [], permitted: [], inheritable: [], ambient: [] };

export const table = cases({
  mends: {
    'it runs as root of the host': [
      () => undefined,
      ({ posture: { user, capabilities } }) => {
        Object.assign(user, { ...nobody, hostUid: 10001 });
        Object.assign(capabilities, none);
      },
    ],
    'it runs as a mapped root': [
      ({ posture: { user } }) =>
        Object.assign(user, {
          uidMappings: [{ containerId: 0, hostId: 100000, size: 65536 }],
          hostUid: 100000,
        }),
      ({ posture: { user, capabilities } }) => {
        Object.assign(user, { ...nobody, hostUid: 110001 });
        Object.assign(capabilities, none);
      },
    ],
  },
  leaves: {
    'it runs as somebody else': ({ posture: { user } }) => Object.assign(user, { uid: 1000, hostUid: 1000 }),
    'who it is cannot be read': ({ posture: { user } }) => (user.uid = denied),
    'no other user is mapped': ({ posture: { user } }) =>
      (user.uidMappings = [{ containerId: 0, hostId: 1000, size: 1 }]),
    'how ids are mapped cannot be read': ({ posture: { user } }) => (user.uidMappings = denied),
  },
});
