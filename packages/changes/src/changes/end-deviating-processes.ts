import { defineChange } from '../change.js';
import { ofContainer } from '../remedies.js';

const remedy = 'Leave out --privileged, --user root and --cap-add of exec, and end what was started so:';

/** Processes that stand outside the walls of the container they run in are ended, such as those of `exec --privileged`. */
export const endDeviatingProcesses = defineChange({
  id: 'end-deviating-processes',
  title: 'End the processes whose walls are others than the container’s',
  walls: ['capabilities', 'user', 'seccomp', 'lsm', 'namespaces', 'cgroups', 'rlimits', 'filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: `${remedy} kill PID, or docker restart NAME`,
    compose: `${remedy} kill PID, or docker compose restart SERVICE`,
    kubernetes: `Delete the ephemeral container’s pod: kubectl delete pod NAME. kubectl debug --profile=restricted starts one within the walls.`,
    podman: `${remedy} kill PID, or podman restart NAME`,
    lxc: 'End what lxc-attach --elevated-privileges started: kill PID, or lxc-stop and lxc-start',
    daemon: { none: 'docker has no such setting: an authorization plugin can refuse exec --privileged.' },
  }),
  breaks:
    'Breaks if somebody is at work in it, or a monitor runs commands with more rights than the container.',
  verify: null,
  amend: ({ traits: { deviations } }) => (deviations.length > 0 ? { traits: { deviations: [] } } : null),
});
