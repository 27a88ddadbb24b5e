import { sensitivity } from '@shoji/posture';
import { judgeMounts } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** A directory of the host that holds its programs, settings, secrets or kernel interfaces is mounted. */
export const sensitiveHostMount = defineRule({
  id: 'sensitive-host-mount',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'A sensitive path of the host is mounted',
  rationale:
    'Writing to what the host executes or trusts is running programs on it; reading it gives keys and passwords. Directories above a sensitive one and paths below it count like it. Read-only mounts weigh medium, or low where only a part is shown.',
  remediation:
    'docker and compose: mount the one file or directory that is needed, read-only, or use a named volume or a config. Kubernetes: configMap, secret or a persistent volume instead of hostPath.',
  references: [
    'CIS Docker 1.6.0 5.6',
    'PSS baseline hostPathVolumes',
    'ATT&CK T1611',
    'proc_pid_mountinfo(5)',
  ],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeMounts(
      facts,
      (source, readonly) => {
        const reason = sensitivity(source);
        return (
          reason && { severity: !readonly ? 'high' : reason.whole ? 'medium' : 'low', text: reason.text }
        );
      },
      'high',
    ),
});
