import { denied } from '../testing/cases.js';
import {
  docker,
  hostFails,
  hostNotApplicable,
  hostPasses,
  hostUnknown,
  type HostCase,
} from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses(
    'the group is empty',
    docker({ 'socket:/run/docker.sock': '0660 root:docker', 'socket:/run/docker.sock users': '' }),
  ),
  hostFails(
    'ada is in it',
    docker({ 'socket:/run/docker.sock': '0660 root:docker', 'socket:/run/docker.sock users': 'ada' }),
  ),
  hostUnknown(
    'the groups cannot be read',
    docker({ 'socket:/run/docker.sock': '0660 0:998', 'socket:/run/docker.sock users': denied }),
  ),
  hostUnknown('the socket was not seen', docker()),
  hostUnknown('its settings cannot be read', {
    runtimes: [{ name: 'docker', version: denied, configuration: denied }],
  }),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
