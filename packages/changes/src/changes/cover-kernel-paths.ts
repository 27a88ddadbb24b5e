import { isKnown, sortedSet, type Fact } from '@shoji/posture';
import { defineChange } from '../change.js';
import { none, ofContainer } from '../remedies.js';

/** Runtimes make these read-only, and cover the others (moby `daemon/pkg/oci/defaults.go`). */
const readOnly = /^\/proc\/(bus|fs|irq|sys|sysrq-trigger)$/;

/** Runtimes cover these only lately: an older one leaves them open as it is (moby 27, GHSA-6fw5-f8r9-fgfm). */
const lately = /^\/(proc\/interrupts|sys\/devices\/virtual\/powercap|sys\/devices\/system\/cpu(\/.*)?)$/;

const add = (paths: Fact<string[]>, more: readonly string[]): Fact<string[]> =>
  isKnown(paths) ? sortedSet([...paths, ...more]) : paths;

/** Files of /proc and /sys that tell of the host, or give it orders, are covered or read-only again. */
export const coverKernelPaths = defineChange({
  id: 'cover-kernel-paths',
  title: 'Cover the kernel’s files below /proc and /sys',
  walls: ['filesystem'],
  effort: 'low',
  revision: 2,
  remedies: ofContainer({
    docker: 'Leave out --security-opt systempaths=unconfined and --privileged.',
    compose: 'Leave out systempaths=unconfined under security_opt, and privileged.',
    kubernetes: 'securityContext:\n  privileged: false\n  procMount: Default',
    podman: 'Leave out --security-opt unmask=… and --privileged.',
    lxc: 'lxc.mount.auto = proc:mixed sys:ro cgroup:ro',
    daemon: none('No daemon uncovers them by default.'),
  }),
  breaks:
    'Breaks if it sets sysctls itself (give them with --sysctl), runs containers inside, or reads the hardware’s tables.',
  verify: `awk '$5 == "/proc/sys" && $6 ~ /(^|,)ro(,|$)/ { ok = 1 } END { exit !ok }' /proc/$PID/mountinfo`,
  amend: ({ posture: { filesystem } }) => {
    const { exposedPaths, maskedPaths, readonlyPaths } = filesystem;
    if (!isKnown(exposedPaths)) return null;
    const covered = exposedPaths.filter((path) => !lately.test(path));
    if (covered.length === 0) return null;
    return {
      posture: {
        filesystem: {
          exposedPaths: exposedPaths.filter((path) => lately.test(path)),
          maskedPaths: add(
            maskedPaths,
            covered.filter((path) => !readOnly.test(path)),
          ),
          readonlyPaths: add(
            readonlyPaths,
            covered.filter((path) => readOnly.test(path)),
          ),
        },
      },
    };
  },
});
