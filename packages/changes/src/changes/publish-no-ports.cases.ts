import { cases } from '../testing/cases.js';

export const table = cases({
  mends: {
    'a port leads into it': [
      ({ traits }) =>
        (traits.ports = [{ hostAddress: '10.0.0.1', hostPort: 80, containerPort: 80, protocol: 'tcp' }]),
      ({ traits }) => (traits.ports = []),
    ],
  },
  leaves: { 'it publishes none': () => undefined },
});
