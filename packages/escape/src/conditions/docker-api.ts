import { isKnown, isUnreadable, isUnsupported, type HostDocument, type HostSetting } from '@shoji/posture';
import { condition, pierce, stop, unsure, type Answer, type Condition } from '../path.js';
import { weakest } from './weakest.js';

type Settings = Readonly<Record<string, HostSetting>>;

/** What the docker daemons of the host allow, each judged by its settings, `null` where there are none to read. */
const overDaemons = (
  runtimes: HostDocument['runtimes'],
  judge: (settings: Settings | null) => Answer,
): Answer =>
  weakest(
    runtimes
      .filter(({ name }) => name === 'docker')
      .map(({ configuration }) =>
        judge(isUnreadable(configuration) || isUnsupported(configuration) ? null : configuration),
      ),
  ) ?? stop('docker does not run on this host');

/** A docker daemon listens on TCP without TLS where the container can reach it (dockerd(8), `--host`, `--tlsverify`). */
export const dockerListensOnTcp: Condition = condition({
  wall: 'namespaces',
  reads: { runtimes: (_, { host }) => host.runtimes },
  considers: { network: (c) => c.namespaces.network },
  unsupported: stop('there is no docker'),
  answer: ({ runtimes, network }) =>
    overDaemons(runtimes, (settings) => {
      // What is not set is docker's default, which is a file; but a file of settings may say otherwise.
      const unread = Object.entries(settings ?? {}).some(
        ([key, value]) => key.startsWith('file:') && isUnreadable(value),
      );
      const hosts = settings?.['hosts'];
      if (settings === null || isUnreadable(hosts) || (hosts === undefined && unread))
        return unsure('where docker listens could not be read');
      const open = (typeof hosts === 'string' ? hosts : '').match(/tcp:\/\/[^\s,"\]]+/g) ?? [];
      const [first] = open;
      if (first === undefined) return stop('docker listens on files only');
      if (settings['tlsverify'] === true) return stop('docker asks for a certificate');
      const onLoopback = open.every((address) => /^tcp:\/\/(127\.|localhost|\[::1\])/.test(address));
      if (!onLoopback) return pierce(`docker listens on ${open.join(' and ')} and asks for no certificate`);
      if (network === 'host')
        return pierce(`docker listens on ${first}, the loopback that the container shares`);
      return isKnown(network)
        ? stop(`docker listens on ${first}, a loopback that the container does not share`)
        : unsure(`docker listens on ${first}; whether the container shares that loopback could not be read`);
    }),
});

/** Somebody other than root may drive docker: the group that owns a socket of it has members (group(5)). */
export const someoneMayDriveDocker: Condition = condition({
  wall: 'user',
  reads: { runtimes: (_, { host }) => host.runtimes },
  unsupported: stop('there is no docker'),
  answer: ({ runtimes }) =>
    overDaemons(runtimes, (settings) => {
      const sockets = Object.entries(settings ?? {}).filter(([key]) => /^socket:.* users$/.test(key));
      const answers = sockets.map(([, users]): Answer => {
        if (typeof users !== 'string') return unsure('who may drive docker is not known');
        return users === '' ? stop('only root may drive docker') : pierce(`${users} may drive docker`);
      });
      return weakest(answers) ?? unsure('who may drive docker is not known');
    }),
});
