import { defineHostRule } from '../host-rule.js';
import { fail, pass } from '../rule.js';

/** The host has cgroup hierarchies of version 1. */
export const cgroupVersionOne = defineHostRule({
  id: 'cgroup-version-one',
  wall: 'cgroups',
  severity: 'low',
  revision: 1,
  title: 'Containers are limited by version 1 of cgroups',
  rationale:
    'Version 1 has a file that names a program for the kernel to run on the host, and device lists that who may write can widen: several ways out begin there. Version 2 has neither, and hands parts of itself to a container without giving the rest.',
  remediation: 'Boot with systemd.unified_cgroup_hierarchy=1, which current distributions do by default.',
  references: ['CVE-2022-0492', 'ATT&CK T1611', 'cgroups(7)'],
  reads: { mode: (host) => host.cgroupMode },
  unsupported: 'not-applicable',
  evaluate: ({ mode }) => (mode === 'v2' ? pass : fail(`the hierarchies are ${mode}`)),
});
