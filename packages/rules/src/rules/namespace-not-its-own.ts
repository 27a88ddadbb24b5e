import {
  evidenceOf,
  isKnown,
  isUnreadable,
  isUnsupported,
  type Fact,
  type NamespaceRelation,
} from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

const words: Partial<Record<string, string>> = {
  container: 'another container is in it, too',
  host: "it is the host's",
  own: 'it is its own',
};

/** The PID, IPC, network or mount namespace is not the container’s alone. */
export const namespaceNotItsOwn = defineRule({
  id: 'namespace-not-its-own',
  wall: 'namespaces',
  severity: 'low',
  revision: 1,
  title: 'Container shares namespaces with others',
  rationale:
    'Who shares a PID namespace sees and signals the processes of the other, a shared network lets one listen in on the other, shared memory can be read by both. Not to be in the host’s namespace is not yet to be alone: a container that joins another one stands and falls with it, also where the other one is in the host’s. Containers of a pod share on purpose; what is put into one pod should trust each other.',
  remediation:
    'docker: leave out --pid, --ipc and --network with container:NAME. compose: the same in pid, ipc and network_mode. Kubernetes: shareProcessNamespace: false, and separate pods for what does not trust each other.',
  references: ['CIS Docker 1.6.0 5.10', 'CIS Docker 1.6.0 5.16', 'CIS Docker 1.6.0 5.17', 'namespaces(7)'],
  reads: {},
  // One that is shared settles it.
  considers: {
    ipc: (c) => c.namespaces.ipc,
    mount: (c) => c.namespaces.mount,
    network: (c) => c.namespaces.network,
    pid: (c) => c.namespaces.pid,
  },
  unsupported: 'fail',
  evaluate: (relations) => {
    const all = Object.entries(relations);
    const shown = (which: (relation: Fact<NamespaceRelation>) => boolean) => () =>
      all
        .filter(([, relation]) => which(relation))
        .map(([type, relation]) =>
          evidenceOf(
            `namespaces.${type}`,
            relation,
            typeof relation === 'string' ? words[relation] : undefined,
          ),
        );
    const isShared = (relation: Fact<NamespaceRelation>) =>
      isUnsupported(relation) || relation === 'host' || relation === 'container';
    if (all.some(([, relation]) => isShared(relation))) return fail(shown(isShared));
    if (all.some(([, relation]) => isUnreadable(relation))) return unknown(shown(isUnreadable));
    return { ...pass, evidence: shown(isKnown) };
  },
});
