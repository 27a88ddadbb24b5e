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
    'it is for root and its group',
    docker({ 'socket:/run/docker.sock': '0660 root:docker', 'socket:/run/docker.sock users': 'ada' }),
  ),
  hostFails('everybody may write it', docker({ 'socket:/run/docker.sock': '0666 root:docker' })),
  hostUnknown('its permissions cannot be read', docker({ 'socket:/run/docker.sock': denied })),
  hostUnknown('it was not seen', docker()),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
