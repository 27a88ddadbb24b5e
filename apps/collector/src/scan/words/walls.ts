import type { HostDocument, Posture, Wall } from '@shoji/posture';
import { filesystemWords } from './filesystem.js';
import { capabilityWords, lsmWords, namespaceWords, seccompWords, userWords } from './identity.js';
import { cgroupWords, rlimitWords } from './limits.js';
import type { Line } from './line.js';

/** The facts of one wall in words and units, in the order in which people read them. */
export function wallWords(wall: Wall, posture: Posture, host: HostDocument): Line[] {
  switch (wall) {
    case 'namespaces':
      return namespaceWords(posture);
    case 'user':
      return userWords(posture);
    case 'cgroups':
      return cgroupWords(posture);
    case 'rlimits':
      return rlimitWords(posture);
    case 'capabilities':
      return capabilityWords(posture, host);
    case 'seccomp':
      return seccompWords(posture);
    case 'lsm':
      return lsmWords(posture);
    case 'filesystem':
      return filesystemWords(posture);
  }
}
