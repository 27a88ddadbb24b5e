import { dockerListensOnTcp } from '../conditions/docker-api.js';
import { definePath } from '../path.js';

/** E2: docker takes orders over TCP without asking who gives them. */
export const dockerTcpApi = definePath({
  id: 'docker-tcp-api',
  title: 'Drive docker over the network',
  ease: 'easy',
  revision: 2,
  explanation:
    'Docker on this host also listens on a network port and does not ask for a certificate. Whoever reaches the port, from inside a container too, can ask for a new container without walls.',
  techniques: ['T1611', 'T1610'],
  references: ['CIS Docker 1.6.0 2.7', 'dockerd(8)'],
  conditions: [dockerListensOnTcp],
});
