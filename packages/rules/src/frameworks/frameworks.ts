import { attackContainers } from './attack-containers.js';
import { cisDocker160, cisDocker180 } from './cis-docker.js';
import type { Framework } from './framework.js';
import { nist800190 } from './nist-800-190.js';
import { podSecurityBaseline, podSecurityRestricted } from './pod-security.js';

/** Every framework, in the order in which people read them. */
export const frameworks: readonly Framework[] = [
  cisDocker180,
  cisDocker160,
  podSecurityBaseline,
  podSecurityRestricted,
  nist800190,
  attackContainers,
];
