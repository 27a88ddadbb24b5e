import { defineRule, fail, pass } from '../rule.js';

/** Nobody asks the container if it still does its work. */
export const noHealthCheck = defineRule({
  id: 'no-health-check',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'Nobody asks if it still does its work',
  rationale:
    'A program that hangs, or that somebody made hang, still runs: the runtime calls it up, and its share of the host stays taken. A health check tells the two apart. One that the image brings counts.',
  remediation:
    'docker, podman: --health-cmd, or HEALTHCHECK in the image. compose: healthcheck. Kubernetes: a livenessProbe, which the kubelet runs.',
  references: ['CIS Docker 1.6.0 4.6', 'CIS Docker 1.6.0 5.27'],
  reads: { healthCheck: (_, { traits }) => traits.healthCheck },
  unsupported: 'not-applicable',
  evaluate: ({ healthCheck }) => (healthCheck ? pass : fail('neither it nor its image has a health check')),
});
