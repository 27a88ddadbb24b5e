import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { isWithin } from '@shoji/posture';
import { definePath } from '../path.js';

/** Where the host keeps what it starts, or what tells it what to start. */
const executed = [
  '/bin',
  '/boot',
  '/etc',
  '/lib',
  '/lib64',
  '/root',
  '/sbin',
  '/usr',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/spool/cron',
];
/** What runtimes lay out below these for one container, and give to it. */
const givenToContainers =
  /^\/var\/lib\/(docker\/(volumes|containers)\/|kubelet\/pods\/|containers\/storage\/(volumes|overlay-containers)\/|containerd\/)/;
/** Files that runtimes write for each container: changing them changes nothing for the host. */
const harmlessFiles = /^\/etc\/(hosts|hostname|resolv\.conf|localtime|timezone)$/;

function executedAt(source: string): string | undefined {
  if (givenToContainers.test(source) || harmlessFiles.test(source)) return undefined;
  const held = executed.find((path) => isWithin(path, source));
  if (held) return held === source ? 'the host executes what lies there' : `holds ${held}`;
  const tree = executed.find((path) => isWithin(source, path));
  return tree && `part of ${tree}`;
}

/** E16: a directory from which the host starts programs or reads its settings can be written. */
export const hostPathExecuted = definePath({
  id: 'host-path-executed',
  title: 'Write what the host executes',
  ease: 'easy',
  revision: 1,
  explanation:
    'A directory of the host that holds programs, settings or scheduled jobs is mounted here and can be written. What is put there, the host starts by itself sooner or later.',
  techniques: ['T1611', 'T1053.003'],
  references: ['CIS Docker 1.6.0 5.6', 'PSS baseline hostPathVolumes'],
  conditions: [
    seesOfHost(
      (source, { readonly }) => (readonly ? undefined : executedAt(source)),
      'nothing that the host executes is mounted to be written',
    ),
    ownsFilesOfRoot,
    moduleAllows('use files of the host'),
  ],
});
