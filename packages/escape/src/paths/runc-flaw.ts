import { runtimeHasFlaw } from '../conditions/kernel.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E15: a known flaw of runc lets root of a container reach the host while a command is started in it. */
export const runcFlaw = definePath({
  id: 'runc-flaw',
  title: 'Use a known flaw of runc',
  ease: 'hard',
  revision: 1,
  explanation:
    'The program that builds containers for most runtimes had flaws through which root inside, or an image made for it, reached files of the host while a container or a command in it was started. The version here is not known to be mended.',
  techniques: ['T1611', 'T1068'],
  references: ['CVE-2019-5736', 'CVE-2024-21626', 'CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881'],
  conditions: [
    ownsFilesOfRoot,
    runtimeHasFlaw(['runc'], 'CVE-2025-31133 and earlier', [
      [1, 2, 8],
      [1, 3, 3],
    ]),
  ],
});
