import { capabilityReaders, classicUpTo } from '@shoji/posture';
import { judgeCapabilities } from '../capability.js';
import { defineRule } from '../rule.js';

/** The container holds everything a runtime can give: what `--privileged` gives, however it was asked for. */
export const allCapabilities = defineRule({
  id: 'all-capabilities',
  wall: 'capabilities',
  severity: 'high',
  revision: 1,
  title: 'Container holds every capability',
  rationale:
    'Nothing that the kernel asks of root is refused. A runtime gives as all those it knows, so a full set can lack the newest of a newer kernel: all of 0 to 37 (or to the last of an older kernel) are a full set. Equality with the kernel’s last would miss it.',
  remediation:
    'docker: leave out --privileged and --cap-add ALL. compose: remove privileged and cap_add ALL. Kubernetes: privileged: false, capabilities.drop: [ALL].',
  references: [
    'CIS Docker 1.6.0 5.5',
    'CIS Docker 1.6.0 5.4',
    'PSS baseline privileged',
    'ATT&CK T1611',
    'capabilities(7)',
  ],
  reads: {},
  // Any one set that holds them settles the verdict, so none is required.
  considers: { ...capabilityReaders, last: (_, { host }) => host.capLastCap },
  unsupported: 'fail',
  evaluate: (facts) => judgeCapabilities(classicUpTo(facts.last), facts, 'high'),
});
