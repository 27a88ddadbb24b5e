import fastify, { type FastifyInstance } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { proxyApi } from './proxy';

/** An API that says what reached it, byte for byte, or breaks off. */
function witness(): Server {
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url === '/v1/broken') return void request.socket.destroy();
      const body = Buffer.concat(parts).toString('base64');
      response.end(JSON.stringify({ url: request.url, headers: request.headers, body }));
    });
  });
}

let upstream: Server;
let front: FastifyInstance;

beforeAll(async () => {
  upstream = witness();
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  front = fastify();
  await proxyApi(front, `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await front.close();
  upstream.close();
});

interface Witnessed {
  url: string;
  headers: Record<string, string>;
  body: string;
}
const post = (url: string, payload: Buffer | string, headers: Record<string, string> = {}) =>
  front.inject({ method: 'POST', url, payload, headers, remoteAddress: '192.0.2.7' });

describe('proxyApi', () => {
  it.each([
    ['JSON with odd spacing', 'application/json', Buffer.from('{ "a" :1 ,\n"a":2}')],
    ['text that is not JSON', 'application/json', Buffer.from('{')],
    ['bytes', 'application/octet-stream', Buffer.from([0, 255, 10, 13, 0])],
  ])('passes a body of %s on byte for byte', async (_, type, body) => {
    const seen = (await post('/v1/report?x=1', body, { 'content-type': type })).json<Witnessed>();
    expect(seen.url).toBe('/v1/report?x=1');
    expect(Buffer.from(seen.body, 'base64').equals(body)).toBe(true);
  });

  it.each(['/graphql', '/v1/enroll', '/healthz', '/readyz', '/metrics'])('passes %s on', async (url) => {
    expect((await front.inject({ url })).json<Witnessed>().url).toBe(url);
  });

  it('believes the socket, and nothing the client says of itself', async () => {
    const { headers } = (
      await post('/graphql', '{}', {
        'content-type': 'application/json',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=6.6.6.6',
        host: 'shoji.example',
      })
    ).json<Witnessed>();
    expect(headers['x-forwarded-for']).toBe('192.0.2.7');
    expect(headers['x-forwarded-proto']).toBe('http');
    expect(headers['x-forwarded-host']).toBe('shoji.example');
    expect(headers).not.toHaveProperty('forwarded');
  });

  it('says 502 where the API breaks off', async () => {
    const answer = await post('/v1/broken', 'x', { 'content-type': 'text/plain' });
    expect(answer.statusCode).toBe(502);
    expect(answer.json<{ error: { code: string } }>().error.code).toBe('API_UNAVAILABLE');
  });

  it('says 503 and when to try again where nobody listens', async () => {
    const away = fastify();
    await proxyApi(away, 'http://127.0.0.1:1');
    const answer = await away.inject({ url: '/graphql' });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
    await away.close();
  });
});
