import { defineRule, fail, pass } from '../rule.js';

/** A container in the host UTS namespace sees the host's name and, with CAP_SYS_ADMIN, changes it. */
export const hostUtsNamespace = defineRule({
  id: 'host-uts-namespace',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'Container shares the host UTS namespace',
  rationale:
    'The host name is visible, and CAP_SYS_ADMIN can change it for the whole host, which misleads logging, certificates and everything else that goes by name.',
  remediation:
    'docker: leave out --uts=host. compose: remove uts: host. Kubernetes: hostNetwork: false, which brings the UTS namespace with it.',
  references: ['CIS Docker 1.6.0 5.21', 'uts_namespaces(7)'],
  reads: { uts: (c) => c.namespaces.uts },
  unsupported: 'fail',
  evaluate: ({ uts }) => (uts === 'host' ? fail("the UTS namespace is the host's") : pass),
});
