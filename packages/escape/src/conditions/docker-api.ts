import { isKnown, isUnreadable, isUnsupported, type HostDocument } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Condition } from '../path.js';

const dockerOf = ({ runtimes }: Pick<HostDocument, 'runtimes'>) =>
  runtimes.find(({ name }) => name === 'docker');

const settingsOf = ({
  configuration,
}: HostDocument['runtimes'][number]): Record<string, string | boolean | number | undefined> =>
  isUnreadable(configuration) || isUnsupported(configuration) ? {} : configuration;

/** docker's daemon listens on TCP without TLS where the container can reach it (dockerd(8), `--host`, `--tlsverify`). */
export const dockerListensOnTcp: Condition = condition({
  wall: 'namespaces',
  reads: { runtimes: (_, { host }) => host.runtimes },
  considers: { network: (c) => c.namespaces.network },
  unsupported: stop('there is no docker'),
  answer: ({ runtimes, network }) => {
    const docker = dockerOf({ runtimes });
    if (!docker) return stop('docker does not run on this host');
    const { hosts, tlsverify } = settingsOf(docker);
    if (hosts === undefined) return unsure('where docker listens is not known');
    const open = String(hosts)
      .split(/[\s,]+/)
      .filter((address) => address.startsWith('tcp://'));
    if (open.length === 0) return stop('docker listens on files only');
    if (tlsverify === true || tlsverify === 'true') return stop('docker asks for a certificate');
    const onLoopback = open.every((address) => /^tcp:\/\/(127\.|localhost|\[::1\])/.test(address));
    if (!onLoopback) return pierce(`docker listens on ${open.join(' and ')} and asks for no certificate`);
    if (network === 'host')
      return pierce(`docker listens on ${open[0]}, the loopback that the container shares`);
    return isKnown(network)
      ? stop(`docker listens on ${open[0]}, a loopback that the container does not share`)
      : unsure(`docker listens on ${open[0]}; whether the container shares that loopback could not be read`);
  },
});

/** Somebody other than root may drive docker: the group that owns its socket has members (group(5)). */
export const someoneIsInDockerGroup: Condition = condition({
  wall: 'user',
  reads: { runtimes: (_, { host }) => host.runtimes },
  unsupported: stop('there is no docker'),
  answer: ({ runtimes }) => {
    const docker = dockerOf({ runtimes });
    if (!docker) return stop('docker does not run on this host');
    const members = settingsOf(docker)['docker-group'];
    if (members === undefined) return unsure('who is in the group docker is not known');
    return members === ''
      ? stop('nobody is in the group docker')
      : pierce(`${String(members)} may drive docker`);
  },
});
