import { cases, denied } from '../testing/cases.js';

const mapped = [{ containerId: 0, hostId: 100000, size: 65536 }];

export const table = cases({
  mends: {
    'it is in the one of the host': [
      () => undefined,
      ({ posture: { namespaces, user } }) => {
        namespaces.user = 'own';
        Object.assign(user, { uidMappings: mapped, gidMappings: mapped, hostUid: 100000 });
      },
    ],
    'its own maps root to root': [
      ({ posture: { namespaces, user } }) => {
        namespaces.user = 'own';
        Object.assign(user, { uid: 1000, hostUid: 1000 });
      },
      ({ posture: { user } }) =>
        Object.assign(user, { uidMappings: mapped, gidMappings: mapped, hostUid: 101000 }),
    ],
    'who it is cannot be read, and stays so': [
      ({ posture: { user } }) => Object.assign(user, { uid: denied, hostUid: denied }),
      ({ posture: { namespaces, user } }) => {
        namespaces.user = 'own';
        Object.assign(user, { uidMappings: mapped, gidMappings: mapped });
      },
    ],
  },
  leaves: {
    'its root is nobody': ({ posture: { namespaces, user } }) => {
      namespaces.user = 'own';
      user.uidMappings = [{ containerId: 0, hostId: 300000, size: 1 }];
    },
    'the namespace cannot be read': ({ posture }) => (posture.namespaces.user = denied),
    'the mapping cannot be read': ({ posture: { namespaces, user } }) => {
      namespaces.user = 'own';
      user.uidMappings = denied;
    },
  },
});
