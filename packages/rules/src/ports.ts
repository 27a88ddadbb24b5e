import { evidenceOf, type Fact, type NamespaceRelation, type Traits } from '@shoji/posture';
import { fail, pass, unknown, type Verdict } from './rule.js';

type Port = Traits['ports'][number];

/**
 * The verdict on the published ports that `objects` to. In the network of the host every port that the container opens
 * is one of the host, and no record says which.
 */
export function judgePorts(
  { ports, network }: { ports: readonly Port[]; network: Fact<NamespaceRelation> },
  objects: (port: Port) => boolean,
  why: string,
): Verdict {
  const found = ports.filter(objects);
  if (found.length > 0)
    return fail(() =>
      found.map((port) => evidenceOf('traits.ports', { ...port }, `${describePort(port)}: ${why}`)),
    );
  if (network === 'own' || network === 'container') return pass;
  const text = network === 'host' ? 'it opens its ports on the host itself' : undefined;
  return unknown(() => [evidenceOf('namespaces.network', network, text)]);
}

/** `port 8080 of the host on 0.0.0.0 leads to 80/tcp`. */
export const describePort = ({ hostAddress, hostPort, containerPort, protocol }: Port): string =>
  `port ${hostPort} of the host on ${hostAddress === '' ? 'every address' : hostAddress} leads to ${containerPort}/${protocol}`;
