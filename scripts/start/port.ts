import { createServer } from 'node:net';
import { StartError } from './failure.ts';

/** A loopback port that nobody uses now. */
export const freePort = (): Promise<number> => tryListen(0, '127.0.0.1');

/** @throws {StartError} `port` when the dashboard could not listen there. */
export async function requirePort(port: number, host: string): Promise<void> {
  try {
    await tryListen(port, host);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code ?? String(cause)})`;
    throw new StartError('port', `Port ${port} of ${host} ${why}: set PORT to another one.`, { cause });
  }
}

const tryListen = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
