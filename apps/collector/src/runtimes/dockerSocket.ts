import { request } from 'node:http';
import { parseJson } from './fields.js';

const maxAnswer = 4 * 1024 * 1024;

/** `GET /containers/ID/json` on docker's socket, for a container whose files cannot be read. `null` as {@link get} does. */
export const inspectThrough = (socketPath: string, id: string): Promise<unknown> =>
  get(socketPath, `/containers/${encodeURIComponent(id)}/json`);

/** `GET /version` on docker's socket, for a daemon that has just been found. `null` as {@link get} does. */
export const versionThrough = (socketPath: string): Promise<unknown> => get(socketPath, '/version');

/** The JSON that one GET gives; `null` where the socket cannot be used, refuses, or takes longer than two seconds. */
const get = (socketPath: string, path: string): Promise<unknown> =>
  new Promise((resolve) => {
    const call = request({ socketPath, path, timeout: 2000 }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > maxAnswer) response.destroy();
        else chunks.push(chunk);
      });
      response.on('end', () =>
        resolve(response.statusCode === 200 ? parseJson(Buffer.concat(chunks).toString()) : null),
      );
      response.on('close', () => resolve(null));
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(null));
    call.end();
  });
