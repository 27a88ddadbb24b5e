import { evidenceOf, isAtLeast, isKnown, parseRelease } from '@shoji/posture';
import { filterEvidence, passesFilter } from '../seccomp.js';
import { defineRule, fail, pass, unknown } from '../rule.js';

const setting = 'kernel.io_uring_disabled';

/** io_uring_setup passes, and the kernel has it. */
export const ioUringAllowed = defineRule({
  id: 'io-uring-allowed',
  wall: 'seccomp',
  severity: 'low',
  revision: 1,
  title: 'The container can use io_uring',
  rationale:
    'io_uring is a second way into much of the kernel, and the source of many of its flaws of the last years. docker 25 and containerd 2 took it out of their default profiles: whether the same profile lets it through depends on the version of the daemon that resolved it. The kernel can turn it off for all, or for all but root.',
  remediation:
    'docker: update the engine to 25 or later and start the container anew. Others: take io_uring_setup, io_uring_enter and io_uring_register out of the profile. Host: sysctl kernel.io_uring_disabled=2.',
  references: ['CIS Docker 1.6.0 5.22', 'moby/moby#46762', 'io_uring_setup(2)'],
  reads: {},
  // The kernel may not have it, or refuse it to all, whatever the filter is.
  considers: {
    mode: (c) => c.seccomp.mode,
    known: (_, { traits }) => traits.systemCalls,
    kernel: (_, { host }) => host.kernel,
    sysctls: (_, { host }) => host.sysctls,
    runtimes: (_, { host }) => host.runtimes,
    runtime: (_, { traits }) => traits.runtime,
  },
  unsupported: 'fail',
  evaluate: ({ kernel, sysctls, runtimes, runtime, ...filter }) => {
    const disabled = sysctls[setting];
    if (disabled === '2')
      return {
        ...pass,
        evidence: () => [evidenceOf(`host.sysctls.${setting}`, disabled, 'the kernel refuses it to all')],
      };
    const release = isKnown(kernel) ? parseRelease(kernel) : null;
    if (release && !isAtLeast(release, [5, 1, 0]))
      return {
        ...pass,
        evidence: () => [evidenceOf('host.kernel', kernel, 'this kernel is older than io_uring')],
      };
    const version = runtimes.find(({ name }) => name === runtime)?.version;
    const evidence = () => [
      filterEvidence('io_uring_setup', filter),
      ...(version === undefined
        ? []
        : [
            evidenceOf(
              'host.runtimes',
              version,
              `made by ${runtime} ${isKnown(version) ? version : 'of an unknown version'}`,
            ),
          ]),
    ];
    switch (passesFilter('io_uring_setup', filter)) {
      case true:
        return fail(evidence);
      case false:
        return { ...pass, evidence };
      case null:
        return unknown(evidence);
    }
  },
});
