import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastify from 'fastify';
import next from 'next';
import { readConfig } from './front/config';
import { contentSecurityPolicy, pageHeaders } from './front/headers';
import { proxyApi } from './front/proxy';

const config = readConfig(process.env);

const pages = next({ dev: false, dir: dirname(dirname(fileURLToPath(import.meta.url))) });
await pages.prepare();
const render = pages.getRequestHandler();

const app = fastify({ forceCloseConnections: true });
await proxyApi(app, config.apiUrl);
app.route({
  method: ['GET', 'HEAD'],
  url: '/*',
  handler: async (request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy(nonce);
    // Next takes the nonce for its own scripts from the request's policy; whatever the client sent is overwritten.
    request.raw.headers['content-security-policy'] = policy;
    request.raw.headers['x-nonce'] = nonce;
    reply.hijack();
    reply.raw.setHeader('content-security-policy', policy);
    for (const [name, value] of Object.entries(pageHeaders)) reply.raw.setHeader(name, value);
    await render(request.raw, reply.raw);
  },
});

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  // A connection that will not close must not hold up the stop of the whole system.
  setTimeout(() => process.exit(0), 800).unref();
  void app.close().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const address = await app.listen({ host: config.host, port: config.port });
console.log(`web listens on ${address}, asks the API at ${config.apiUrl}`);
