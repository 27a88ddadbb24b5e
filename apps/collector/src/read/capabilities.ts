import { capabilityNames, parseInteger, type Status } from '@shoji/procfs';
import { isKnown, unsupported, type Fact, type Posture } from '@shoji/posture';
import type { Files } from './files.js';
import { map, parsed } from './limits.js';
import { readFact } from './text.js';

/**
 * The five capability sets of a process, by name (`CapEff` … of `/proc/PID/status`, capabilities(7)), as far as the
 * kernel has them: before 5.8 a full set shows bits past the last capability.
 */
export function readCapabilities(status: Fact<Status>, last: number): Posture['capabilities'] {
  if (!isKnown(status))
    return { effective: status, permitted: status, inheritable: status, bounding: status, ambient: status };
  return {
    effective: namesOf(status.CapEff, last),
    permitted: namesOf(status.CapPrm, last),
    inheritable: namesOf(status.CapInh, last),
    bounding: namesOf(status.CapBnd, last),
    ambient:
      status.CapAmb === null
        ? unsupported('kernel before 4.3 has no ambient set')
        : namesOf(status.CapAmb, last),
  };
}

/** Number of the last capability that the kernel has; 63 (every bit counts) where it does not tell. */
export function readLastCapability(files: Files, procfs: string): number {
  const last = map(readFact(files, `${procfs}/sys/kernel/cap_last_cap`), (text) =>
    parsed(text, parseInteger),
  );
  return isKnown(last) && last >= 0 && last < 64 ? last : 63;
}

/** Masks repeat across a host: the list of names of each is made once. */
const known = new Map<string, string[]>();

function namesOf(mask: bigint, last: number): string[] {
  const key = `${mask}:${last}`;
  let names = known.get(key);
  if (!names) {
    names = capabilityNames(mask, last).sort();
    if (known.size >= 1000) known.clear();
    known.set(key, names);
  }
  return names;
}
