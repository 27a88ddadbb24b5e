import type { Instance } from '@shoji/posture';
import { fields, list, text, type Fields } from './fields.js';

/** What a runtime calls a container. Everything in it was chosen by whoever started it. */
export interface Naming {
  name: string | null;
  image: Instance['image'];
  /** `null` = it does not tell. */
  labels: Record<string, string> | null;
  ports: Instance['ports'];
  /** Whether it asks the container if it still does its work; absent = it does not tell. */
  healthCheck?: boolean;
}

/** Reads docker's record of a container: its `config.v2.json`, or the answer to `GET /containers/ID/json`. */
export function dockerNaming(json: unknown): Naming | null {
  const record = fields(json);
  const config = fields(record.Config);
  const name = text(record.Name)?.replace(/^\//, '');
  if (!name) return null;
  return {
    name,
    image: {
      reference: text(config.Image) ?? null,
      digest: text(fields(record.ImageManifest).digest) ?? text(record.Image) ?? null,
    },
    labels: labelsOf(config.Labels),
    ports: Object.entries(fields(fields(record.NetworkSettings).Ports))
      .slice(0, 4096)
      .flatMap(([port, bindings]) => list(bindings).flatMap((binding) => published(port, binding))),
    ...healthCheck(config),
  };
}

/** `{"Test": ["CMD-SHELL", "…"]}`, the image's where nobody gave another; `["NONE"]` is one that was taken away. */
function healthCheck(config: Fields): Pick<Naming, 'healthCheck'> {
  const { Healthcheck: check = null } = config;
  if (check === null) return Object.keys(config).length === 0 ? {} : { healthCheck: false };
  const test = list(fields(check).Test);
  // Older recordings have lost the test.
  return test.length === 0 ? {} : { healthCheck: test[0] === 'CMD' || test[0] === 'CMD-SHELL' };
}

const protocols = ['tcp', 'udp', 'sctp'] as const;

/** `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}` */
function published(port: string, binding: unknown): Instance['ports'] {
  const [number, word] = port.split('/');
  const protocol = protocols.find((known) => known === word);
  const containerPort = portOf(number);
  const { HostIp, HostPort } = fields(binding);
  const hostPort = portOf(HostPort);
  if (protocol === undefined || containerPort === null || hostPort === null) return [];
  return [{ hostAddress: text(HostIp) ?? '', hostPort, containerPort, protocol }];
}

const portOf = (value: unknown): number | null =>
  typeof value === 'string' && /^\d{1,5}$/.test(value) && Number(value) <= 65535 ? Number(value) : null;

/** Labels or annotations within the schema's lengths; at most 1000 of them. */
export const labelsOf = (labels: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields(labels))
      .filter(([key]) => key !== '__proto__')
      .slice(0, 1000)
      .map(([key, value]) => [text(key) ?? '', text(value, 65536) ?? '']),
  );
