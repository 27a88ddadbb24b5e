import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';
import { alterSettings } from '../runtimes.js';

/** docker takes orders over the network only from those with a certificate (dockerd(8), `--tlsverify`). */
export const requireDockerCertificates = defineChange({
  id: 'require-docker-certificates',
  title: 'Let docker ask for a certificate, or close its port',
  walls: ['namespaces'],
  effort: 'high',
  revision: 1,
  remedies: ofHost(
    'docker: leave tcp:// out of "hosts" in daemon.json and of -H in its unit; or {"tlsverify": true, "tlscacert": …, "tlscert": …, "tlskey": …}. From elsewhere: DOCKER_HOST=ssh://…',
  ),
  breaks: 'Breaks if other machines or containers drive docker over the port without a certificate.',
  verify: `! tr '\\0' ' ' </proc/$(pgrep -xo dockerd)/cmdline | grep -q 'tcp://' || tr '\\0' ' ' </proc/$(pgrep -xo dockerd)/cmdline | grep -q -e --tlsverify`,
  amend: ({ host }) =>
    alterSettings(host, 'docker', ({ hosts, tlsverify }) =>
      typeof hosts === 'string' && hosts.includes('tcp://') && tlsverify !== true
        ? { tlsverify: true }
        : null,
    ),
});
