import type { Traits } from '@shoji/posture';
import { cases } from '../testing/cases.js';

const at = (hostAddress: string): Traits['ports'][number] => ({
  hostAddress,
  hostPort: 8080,
  containerPort: 80,
  protocol: 'tcp',
});

export const table = cases({
  mends: {
    'a port is open on every address': [
      ({ traits }) => (traits.ports = [at('0.0.0.0'), at('::'), at('10.0.0.1')]),
      ({ traits }) => (traits.ports = [at('127.0.0.1'), at('::1'), at('10.0.0.1')]),
    ],
  },
  leaves: {
    'it publishes none': () => undefined,
    'it is open on one address': ({ traits }) => (traits.ports = [at('10.0.0.1')]),
  },
});
