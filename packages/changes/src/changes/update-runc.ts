import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';
import { updateRuntime } from '../runtimes.js';

/** The first line of releases in which every known way out of runc is mended. */
const mended = [1, 3, 3] as const;

/** Flaws of runc through which root of a container reached the host are mended (CVE-2025-31133 and earlier). */
export const updateRunc = defineChange({
  id: 'update-runc',
  title: 'Update runc',
  walls: ['filesystem'],
  effort: 'high',
  revision: 1,
  remedies: ofHost(
    `host: runc ${mended.join('.')} or newer (or 1.2.8), from the distribution or https://github.com/opencontainers/runc/releases; containers have it once they are started again`,
  ),
  breaks: 'Breaks if the runtime above it is too old for it: update them together.',
  verify: null,
  amend: ({ host }) => updateRuntime(host, 'runc', mended),
});
