import type { NamespaceType } from '@shoji/posture';
import { defineChange, type Change, type Remedies } from './change.js';

/** A change that gives the container a namespace of its own where it is in the host's (namespaces(7)). */
export const ownNamespace = (
  type: NamespaceType,
  kernelName: string,
  { id, title, remedies, breaks }: { id: string; title: string; remedies: Remedies; breaks: string },
): Change =>
  defineChange({
    id,
    title,
    walls: ['namespaces'],
    effort: type === 'uts' || type === 'cgroup' ? 'low' : 'medium',
    revision: 1,
    remedies,
    breaks,
    verify: `[ "$(readlink /proc/$PID/ns/${kernelName})" != "$(readlink /proc/self/ns/${kernelName})" ]`,
    amend: ({ posture: { namespaces } }) =>
      namespaces[type] === 'host' ? { posture: { namespaces: { [type]: 'own' } } } : null,
  });
