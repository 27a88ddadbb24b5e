import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it is exempt': [
      ({ posture: { lsm } }) => (lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' }),
      ({ posture: { lsm } }) => (lsm.apparmor = { profile: 'docker-default', mode: 'enforce' }),
    ],
    'its profile only complains, under CRI-O': [
      ({ posture: { lsm }, traits }) => {
        lsm.apparmor = { profile: 'mine', mode: 'complain' };
        traits.runtime = 'cri-o';
      },
      ({ posture: { lsm } }) => (lsm.apparmor = { profile: 'crio-default', mode: 'enforce' }),
    ],
  },
  leaves: {
    'it is confined': () => undefined,
    'it cannot be read': ({ posture: { lsm } }) => (lsm.apparmor = denied),
    'AppArmor is not active': ({ posture: { lsm }, host }) => {
      lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
      host.lsms = ['selinux'];
    },
    'nobody knows which modules are active': ({ posture: { lsm }, host }) => {
      lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
      host.lsms = denied;
    },
    'no runtime has a profile for it': ({ posture: { lsm }, traits }) => {
      lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
      traits.runtime = 'none';
    },
  },
});
