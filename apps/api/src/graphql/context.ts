import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../access/principal.js';
import type { ApiError } from './errors.js';
import type { Loaders } from './loaders.js';

/** What every resolver of one request can reach. */
export interface GraphqlContext {
  req: FastifyRequest;
  reply: FastifyReply;
  principal: Principal | null;
  /** Why the request is not taken at all: thrown before its document is looked at. */
  refusal: ApiError | Error | null;
  loaders: Loaders;
}
