import { capabilityNames, type Status } from '@shoji/procfs';
import { isKnown, unsupported, type Fact, type Posture } from '@shoji/posture';

/** The five capability sets of a process, by name (`CapEff` … of `/proc/PID/status`, capabilities(7)). */
export function readCapabilities(status: Fact<Status>): Posture['capabilities'] {
  if (!isKnown(status))
    return { effective: status, permitted: status, inheritable: status, bounding: status, ambient: status };
  return {
    effective: namesOf(status.CapEff),
    permitted: namesOf(status.CapPrm),
    inheritable: namesOf(status.CapInh),
    bounding: namesOf(status.CapBnd),
    ambient:
      status.CapAmb === null ? unsupported('kernel before 4.3 has no ambient set') : namesOf(status.CapAmb),
  };
}

/** Masks repeat across a host: the list of names of each is made once. */
const known = new Map<bigint, string[]>();

function namesOf(mask: bigint): string[] {
  let names = known.get(mask);
  if (!names) {
    names = capabilityNames(mask).sort();
    if (known.size >= 1000) known.clear();
    known.set(mask, names);
  }
  return names;
}
