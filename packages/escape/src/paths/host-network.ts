import { holds } from '../conditions/capabilities.js';
import { sharesWithHost } from '../conditions/namespaces.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E21: traffic of the host is read, redirected or forged. */
export const hostNetwork = definePath({
  id: 'host-network',
  title: 'Read and redirect the host’s traffic',
  ease: 'moderate',
  revision: 1,
  explanation:
    'The container stands in the network of the host and may read raw packets or change its rules. It sees what services of the host say to each other on the loopback interface, and can put itself between them.',
  techniques: ['T1611', 'T1557'],
  references: ['CIS Docker 1.6.0 5.10', 'network_namespaces(7)'],
  conditions: [sharesWithHost('network'), holds(['CAP_NET_ADMIN'], ['CAP_NET_RAW']), capabilitiesCountOnHost],
});
