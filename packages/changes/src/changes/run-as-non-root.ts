import { defineChange } from '../change.js';
import { hostIdOf } from '../mapped-root.js';
import { ofContainer } from '../remedies.js';

/** A user that no distribution gives to anybody. */
const id = 10001;

/** The container's program no longer runs as root: it holds no capabilities (capabilities(7)) and owns no files of root. */
export const runAsNonRoot = defineChange({
  id: 'run-as-non-root',
  title: 'Run it as a user other than root',
  walls: ['user', 'capabilities'],
  effort: 'medium',
  revision: 1,
  remedies: ofContainer({
    docker: `--user ${id}:${id}`,
    compose: `user: "${id}:${id}"`,
    kubernetes: `securityContext:\n  runAsNonRoot: true\n  runAsUser: ${id}\n  runAsGroup: ${id}`,
    podman: `--user ${id}:${id}`,
    lxc: `lxc.init.uid = ${id}\nlxc.init.gid = ${id}`,
  }),
  breaks:
    'Breaks if it listens on ports below 1024 where that takes a capability, writes files of the image that root owns, or starts as root and steps down by itself.',
  verify: `[ "$(awk '/^Uid:/ {print $3}' /proc/$PID/status)" -ne 0 ] && [ "$(awk '/^CapEff:/ {print $2}' /proc/$PID/status)" = 0000000000000000 ]`,
  amend: ({ posture }) => {
    const hostUid = hostIdOf(posture, id);
    if (posture.user.uid !== 0 || hostUid === undefined) return null;
    return {
      posture: {
        user: { uid: id, gid: id, additionalGids: [id], hostUid },
        // Without ambient ones execve clears them for anybody but root; runtimes set none.
        capabilities: { effective: [], permitted: [], inheritable: [], ambient: [] },
      },
    };
  },
});
