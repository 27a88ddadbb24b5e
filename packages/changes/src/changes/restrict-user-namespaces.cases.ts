import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'Debian’s setting is open': [
      ({ host }) =>
        (host.sysctls = { 'kernel.unprivileged_userns_clone': '1', 'user.max_user_namespaces': '7823' }),
      ({ host }) =>
        (host.sysctls = { 'kernel.unprivileged_userns_clone': '0', 'user.max_user_namespaces': '7823' }),
    ],
    'Ubuntu’s setting is open': [
      ({ host }) => (host.sysctls = { 'kernel.apparmor_restrict_unprivileged_userns': '0' }),
      ({ host }) => (host.sysctls = { 'kernel.apparmor_restrict_unprivileged_userns': '1' }),
    ],
    'there is only the number of them': [
      ({ host }) => (host.sysctls = { 'user.max_user_namespaces': '7823' }),
      ({ host }) => (host.sysctls = { 'user.max_user_namespaces': '0' }),
    ],
  },
  leaves: {
    'one of them is closed': ({ host }) =>
      (host.sysctls = { 'kernel.unprivileged_userns_clone': '0', 'user.max_user_namespaces': '7823' }),
    'none was read': ({ host }) => (host.sysctls = { 'user.max_user_namespaces': denied }),
  },
});
