import { isUnreadable } from '@shoji/posture';
import { dockerCompleteness, dockerReaders, judgeDaemons } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon listens on TCP and asks for no certificate. */
export const dockerListensWithoutTls = defineHostRule({
  id: 'docker-listens-without-tls',
  wall: 'namespaces',
  severity: 'critical',
  revision: 1,
  title: 'docker takes orders over the network from anybody',
  rationale:
    'Who reaches the port starts containers with the root of the host mounted: it is root for whoever asks. On the loopback alone every user of the host may, and every container in the host’s network; that weighs high.',
  remediation:
    'dockerd: remove tcp:// from hosts and reach the daemon by ssh, or set tlsverify with a certificate authority of its own.',
  references: ['CIS Docker 1.6.0 2.7', 'ATT&CK T1610', 'dockerd(8)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) =>
    judgeDaemons(facts, (settingOf) => {
      const [hosts, verify] = [settingOf('hosts'), settingOf('tlsverify')];
      if (isUnreadable(hosts))
        return { state: 'unknown', text: `where it listens could not be read: ${hosts.unreadable}` };
      const open = typeof hosts === 'string' ? (hosts.match(/tcp:\/\/[^\s,"\]]+/g) ?? []) : [];
      if (open.length === 0) return { state: 'pass', text: 'it listens on files only' };
      if (verify === true)
        return { state: 'pass', text: `it listens on ${open.join(', ')} and asks for a certificate` };
      if (isUnreadable(verify))
        return {
          state: 'unknown',
          text: `it listens on ${open.join(', ')}; whether it asks for a certificate could not be read`,
        };
      const isLocal = open.every((address) => /^tcp:\/\/(127\.|localhost[:/]|\[::1\])/.test(address));
      return {
        state: 'fail',
        text: `it listens on ${open.join(', ')} and asks for no certificate`,
        ...(isLocal && { severity: 'high' }),
      };
    }),
});
