import { capabilityReaders } from '@shoji/posture';
import { judgeBeyond } from '../capability.js';
import { defineRule } from '../rule.js';

const kept: ReadonlySet<string> = new Set(['CAP_NET_BIND_SERVICE']);

/** Some capability other than CAP_NET_BIND_SERVICE is left. */
export const capabilitiesNotDropped = defineRule({
  id: 'capabilities-not-dropped',
  wall: 'capabilities',
  severity: 'low',
  revision: 1,
  title: 'Container keeps capabilities that it could do without',
  rationale:
    'Most programs need none of the fourteen capabilities that docker gives to root. Each that is left helps whoever takes the program over: to change the owner of files, to become another user, to listen on any port. Only binding low ports is left to those who need it.',
  remediation:
    'docker: --cap-drop ALL, with --cap-add for what fails without. compose: cap_drop: [ALL]. Kubernetes: capabilities.drop: [ALL], add at most NET_BIND_SERVICE.',
  references: ['CIS Docker 1.6.0 5.4', 'PSS restricted capabilities', 'capabilities(7)'],
  reads: {},
  considers: { ...capabilityReaders },
  unsupported: 'fail',
  evaluate: (facts) => judgeBeyond(kept, facts, 'low'),
});
