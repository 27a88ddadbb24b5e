import type { FastifyInstance } from 'fastify';
import httpProxy from '@fastify/http-proxy';

/** The paths of the API that the front passes on; everything else is a page. */
const apiPaths = ['/graphql', '/v1', '/healthz', '/readyz', '/metrics'] as const;

/** Errors that say nobody listens there: the request never arrived, and may be sent again. */
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ENOENT']);

/** The library wraps what the socket said; only the cause tells a refused connection from a broken one. */
const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';

/**
 * Passes the API's paths on, bodies untouched (their signatures cover every byte). Where the API is away the answer is
 * 503 with `Retry-After` if the request never arrived, 502 if the connection broke while it was being answered.
 */
export async function proxyApi(app: FastifyInstance, apiUrl: string): Promise<void> {
  for (const prefix of apiPaths) {
    await app.register(httpProxy, {
      upstream: apiUrl,
      prefix,
      rewritePrefix: prefix,
      disableRequestLogging: true,
      // A request that changes something must not be sent twice behind the sender's back.
      retryMethods: [],
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => ({
          ...headers,
          // What the client claims about itself is dropped: only the socket can be believed.
          forwarded: undefined,
          'x-forwarded-for': request.socket.remoteAddress ?? '',
          'x-forwarded-host': request.headers.host ?? '',
          'x-forwarded-proto': 'http',
        }),
        onError: (reply, { error }) => {
          const away = neverArrived.has(codeOf(error.cause));
          if (away) void reply.header('retry-after', '1');
          void reply
            .code(away ? 503 : 502)
            .type('application/json')
            .send({
              error: {
                code: 'API_UNAVAILABLE',
                message: away
                  ? 'The Shoji API does not answer. Try again shortly.'
                  : 'The Shoji API broke off its answer. Whether the request was carried out is not known.',
              },
            });
        },
      },
    });
  }
}
