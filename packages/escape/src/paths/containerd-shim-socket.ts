import { runtimeHasFlaw } from '../conditions/kernel.js';
import { sharesWithHost } from '../conditions/namespaces.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E13: the socket of an old shim is reached through the network of the host (CVE-2020-15257). */
export const containerdShimSocket = definePath({
  id: 'containerd-shim-socket',
  title: 'Drive containerd’s helper by its hidden socket',
  ease: 'moderate',
  revision: 1,
  explanation:
    'Old versions of containerd let their helpers listen on a socket that belongs to the network of the host, not to a file. A container that shares that network and runs as root can give them orders.',
  techniques: ['T1611'],
  references: ['CVE-2020-15257', 'CIS Docker 1.6.0 5.10'],
  conditions: [
    sharesWithHost('network'),
    ownsFilesOfRoot,
    runtimeHasFlaw(['containerd'], 'CVE-2020-15257', [
      [1, 3, 9],
      [1, 4, 3],
    ]),
  ],
});
