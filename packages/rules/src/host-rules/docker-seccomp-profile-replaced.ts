import { isUnreadable } from '@shoji/posture';
import { dockerCompleteness, dockerReaders, judgeDaemons } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon was given a default seccomp profile. */
export const dockerSeccompProfileReplaced = defineHostRule({
  id: 'docker-seccomp-profile-replaced',
  wall: 'seccomp',
  severity: 'high',
  revision: 1,
  title: 'docker filters by another profile, or not at all',
  rationale:
    'The profile that the daemon gives to every container without one of its own is not docker’s. Turned off it weighs high. Another profile weighs low: what it says is told by each container’s own filter.',
  remediation: 'dockerd: remove seccomp-profile from daemon.json, or set it to builtin, then restart.',
  references: ['CIS Docker 1.6.0 2.17', 'seccomp(2)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) =>
    judgeDaemons(facts, (settingOf) => {
      const profile = settingOf('seccomp-profile');
      if (isUnreadable(profile))
        return {
          state: 'unknown',
          text: `which profile is the default could not be read: ${profile.unreadable}`,
        };
      if (profile === undefined || profile === '' || profile === 'builtin' || profile === 'default')
        return { state: 'pass', text: 'the profile is docker’s own' };
      return profile === 'unconfined'
        ? { state: 'fail', text: 'system calls are not filtered by default' }
        : { state: 'fail', text: `the profile is ${String(profile)}`, severity: 'low' };
    }),
});
