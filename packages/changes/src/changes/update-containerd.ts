import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';
import { updateRuntime } from '../runtimes.js';

/** The oldest line of releases that is still maintained. */
const mended = [1, 7, 29] as const;

/** containerd's helpers take no orders through the network of the host (CVE-2020-15257). */
export const updateContainerd = defineChange({
  id: 'update-containerd',
  title: 'Update containerd',
  walls: ['filesystem', 'namespaces'],
  effort: 'high',
  revision: 1,
  remedies: ofHost(
    `host: containerd ${mended.join('.')} or newer, from the distribution or https://github.com/containerd/containerd/releases; containers have the new helper once they are started again`,
  ),
  breaks: 'Breaks if plugins of an old version are configured: read its release notes.',
  verify: null,
  amend: ({ host }) => updateRuntime(host, 'containerd', mended),
});
