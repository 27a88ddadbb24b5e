import { isUnreadable } from '@shoji/posture';
import { dockerCompleteness, dockerReaders, judgeDaemons } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** The docker daemon maps no user ids. */
export const dockerUsernsRemapOff = defineHostRule({
  id: 'docker-userns-remap-off',
  wall: 'user',
  severity: 'low',
  revision: 1,
  title: 'docker gives containers the user ids of the host',
  rationale:
    'Without a mapping root of every container is root of the host. With userns-remap set, the daemon starts each in a user namespace in which its ids are ordinary ones outside; a single container can be left out of it.',
  remediation:
    'dockerd: "userns-remap": "default" in daemon.json, then a restart of the daemon; images and volumes move to a directory of their own. Or run the daemon rootless.',
  references: ['CIS Docker 1.6.0 2.9', 'CIS Docker 1.8.0 2.10', 'user_namespaces(7)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) =>
    judgeDaemons(facts, (settingOf) => {
      const [remap, rootless] = [settingOf('userns-remap'), settingOf('rootless')];
      if (rootless === true) return { state: 'pass', text: 'the daemon runs rootless' };
      if (isUnreadable(remap))
        return { state: 'unknown', text: `whether ids are mapped could not be read: ${remap.unreadable}` };
      return remap === undefined || remap === ''
        ? { state: 'fail', text: 'userns-remap is not set' }
        : { state: 'pass', text: `userns-remap is ${String(remap)}` };
    }),
});
