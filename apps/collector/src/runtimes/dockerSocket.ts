import { request } from 'node:http';
import { parseJson } from './fields.js';

const maxAnswer = 4 * 1024 * 1024;

/**
 * One `GET /containers/ID/json` on docker's socket, for a container whose files cannot be read. `null` where the socket
 * cannot be used, does not know the container, or takes longer than two seconds.
 */
export const inspectThrough = (socketPath: string, id: string): Promise<unknown> =>
  new Promise((resolve) => {
    const call = request(
      { socketPath, path: `/containers/${encodeURIComponent(id)}/json`, timeout: 2000 },
      (response) => {
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
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(null));
    call.end();
  });
