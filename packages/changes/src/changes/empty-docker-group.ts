import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';
import { alterSettings } from '../runtimes.js';

const users = /^socket:.* users$/;

/** Nobody but root may drive docker (group(5)). */
export const emptyDockerGroup = defineChange({
  id: 'empty-docker-group',
  title: 'Take people out of the group docker',
  walls: ['user'],
  effort: 'high',
  revision: 2,
  remedies: ofHost(
    'host: gpasswd --delete NAME docker for each member; give those who need it a rootless docker or sudo',
  ),
  breaks: 'Breaks if people or programs use docker without sudo.',
  verify: `[ -z "$(getent group docker | cut -d: -f4)" ]`,
  amend: ({ host }) =>
    alterSettings(host, 'docker', (settings) => {
      const open = Object.entries(settings).filter(
        ([key, value]) => users.test(key) && typeof value === 'string' && value !== '',
      );
      return open.length === 0 ? null : Object.fromEntries(open.map(([key]) => [key, '']));
    }),
});
