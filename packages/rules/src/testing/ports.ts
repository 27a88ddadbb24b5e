import type { Listener, Posture, Traits } from '@shoji/posture';

/** A published port, 8080 → 80 on the loopback unless told. */
export const port = (more: Partial<Traits['ports'][number]> = {}): Traits['ports'][number] => ({
  hostAddress: '127.0.0.1',
  hostPort: 8080,
  containerPort: 80,
  protocol: 'tcp',
  ...more,
});

/** A socket that listens on port 80 of every address unless told. */
export const listening = (more: Partial<Listener> = {}): Listener => ({
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 80,
  exe: '/usr/sbin/nginx',
  ...more,
});

/** `--network host`. */
export const onHostNetwork = (p: Posture): void => void (p.namespaces.network = 'host');
