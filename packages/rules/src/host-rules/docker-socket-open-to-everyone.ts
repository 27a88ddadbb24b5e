import { dockerCompleteness, dockerReaders, judgeDaemons, socketsOf } from '../docker.js';
import { defineHostRule } from '../host-rule.js';

/** docker’s socket can be used by everybody. */
export const dockerSocketOpenToEveryone = defineHostRule({
  id: 'docker-socket-open-to-everyone',
  wall: 'user',
  severity: 'critical',
  revision: 1,
  title: 'Every user of the host can drive docker',
  rationale:
    'The socket is writable by all: every process of the host, whatever its user, starts a container with the root of the host mounted, and is root. It is set so to get around the group, and each restart of the daemon should undo it.',
  remediation: 'chmod 660 on the socket, and SocketMode=0660 in docker.socket; use sudo or docker rootless.',
  references: ['CIS Docker 1.6.0 3.16', 'unix(7)'],
  reads: { ...dockerReaders },
  considers: { ...dockerCompleteness },
  unsupported: 'not-applicable',
  evaluate: (facts) =>
    judgeDaemons(facts, (_, settings) => {
      const sockets = socketsOf(settings());
      const open = sockets.find(({ access }) => access !== null && /^\d?\d\d[2367] /.test(access));
      if (open) return { state: 'fail', text: `${open.path} is ${open.access}` };
      return sockets.length === 0 || sockets.some(({ access }) => access === null)
        ? { state: 'unknown', text: 'who may use its socket is not known' }
        : { state: 'pass', text: sockets.map(({ path, access }) => `${path} is ${access}`).join(', ') };
    }),
});
