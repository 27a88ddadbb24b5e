import {
  capabilityReaders,
  evidenceOf,
  holding,
  isKnown,
  isPrivateUserNamespace,
  type TellingSystemCall,
} from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** What default profiles refuse (moby profiles/seccomp), with the capabilities of which the kernel asks for one. */
const refusedByDefault: readonly (readonly [TellingSystemCall, readonly string[]])[] = [
  ['add_key', []],
  ['keyctl', []],
  ['userfaultfd', []],
  ['perf_event_open', []],
  ['bpf', ['CAP_BPF', 'CAP_SYS_ADMIN']],
  ['finit_module', ['CAP_SYS_MODULE']],
  ['fsmount', ['CAP_SYS_ADMIN']],
  ['init_module', ['CAP_SYS_MODULE']],
  ['ioperm', ['CAP_SYS_RAWIO']],
  ['iopl', ['CAP_SYS_RAWIO']],
  ['kexec_file_load', ['CAP_SYS_BOOT']],
  ['kexec_load', ['CAP_SYS_BOOT']],
  ['mount', ['CAP_SYS_ADMIN']],
  ['move_mount', ['CAP_SYS_ADMIN']],
  ['open_by_handle_at', ['CAP_DAC_READ_SEARCH']],
  ['setns', ['CAP_SYS_ADMIN']],
];

/** A system call passes the filter that runtimes’ default profiles refuse. */
export const seccompFilterLoose = defineRule({
  id: 'seccomp-filter-loose',
  wall: 'seccomp',
  severity: 'medium',
  revision: 1,
  title: 'The filter lets dangerous system calls through',
  rationale:
    'The kernel tells that there is a filter, not what it says. From the profile as the runtime resolved it, calls are named that default profiles refuse for good: key rings, page fault handlers, performance events, mounts, modules. What the kernel allows only with a capability weighs medium where the filter and the capability both stand open, as they do together when a runtime adds the capability, and low where the capability is still in the way. Without a filter all of them pass.',
  remediation:
    'docker: leave out --security-opt seccomp=…, or keep the calls that are named out of your profile; leave out the capability that opens them. compose: the same in security_opt. Kubernetes: seccompProfile.type: RuntimeDefault.',
  references: ['CIS Docker 1.6.0 5.22', 'PSS restricted seccompProfile', 'ATT&CK T1611', 'seccomp(2)'],
  capabilities: refusedByDefault.flatMap(([, alternatives]) => alternatives),
  reads: { mode: (c) => c.seccomp.mode },
  considers: { ...capabilityReaders, known: (_, { traits }) => traits.systemCalls },
  unsupported: 'fail',
  evaluate: (facts) => {
    const { mode, known } = facts;
    if (mode === 'disabled') return fail('without a filter every system call passes');
    if (mode === 'strict') return pass;
    if (known === undefined || !isKnown(known))
      return unknown(() => [
        evidenceOf('traits.systemCalls', known ?? { unreadable: 'what the filter says is not known' }),
      ]);
    const through = refusedByDefault.filter(([call]) => known.includes(call));
    if (through.length === 0) return pass;
    const isPrivate = isPrivateUserNamespace(facts.user, facts.uidMappings);
    const usable = isPrivate
      ? []
      : through.filter(([, alternatives]) =>
          alternatives.some((capability) => holding([capability], facts).state !== 'no'),
        );
    const evidence = () =>
      through.map(([call, needs]) =>
        evidenceOf(
          'traits.systemCalls',
          call,
          `${call} passes the filter${needs.length === 0 ? '' : `, and the kernel asks for ${needs.join(' or ')}`}`,
        ),
      );
    return fail(evidence, usable.length > 0 ? 'medium' : 'low');
  },
});
