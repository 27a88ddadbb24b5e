import { judgeMounts } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** What runtimes lay out for containers, and the usual device nodes where they are bound instead of made. */
const givenByRuntime =
  /^\/dev\/(null|zero|full|random|urandom|tty|console|ptmx|shm|pts(\/.*)?|mqueue)$|\/(containers|overlay-containers|sandboxes|pods|volumes|io\.containerd[^/]*|userdata|secrets|plugins)\/[^/]+|^\/run\/(containerd|crio|libpod|user\/\d+\/(containers|libpod))\/.+|^\/usr\/(lib|libexec)\/(podman|docker)\/|\/(docker|tini)-init$|\/catatonit$/;

/** A directory or file of the host is bound into the container. */
export const hostPathMounted = defineRule({
  id: 'host-path-mounted',
  wall: 'filesystem',
  severity: 'low',
  revision: 1,
  title: 'A path of the host is mounted',
  rationale:
    'Whatever is written there is written on the host, and stays when the container is gone; what others put there reaches the container. Volumes that the runtime itself keeps, and the files that it gives to every container, do not count. Paths that are dangerous by themselves have a rule of their own.',
  remediation:
    'docker and compose: named volumes, configs and secrets instead of -v /path:…. Kubernetes: persistent volumes, emptyDir, configMap and secret instead of hostPath.',
  references: ['PSS baseline hostPathVolumes', 'PSS restricted restrictedVolumes', 'proc_pid_mountinfo(5)'],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeMounts(
      facts,
      (source) => (givenByRuntime.test(source) ? undefined : { severity: 'low', text: 'a path of the host' }),
      'low',
    ),
});
