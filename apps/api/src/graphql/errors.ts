import { IntrinsicException } from '@nestjs/common';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { isUnavailable } from '../database/database.js';

/**
 * Every `extensions.code` that an answer can carry:
 * - `UNAUTHENTICATED`: no valid session or token; sign in.
 * - `FORBIDDEN`: the principal's role does not suffice, or the request came from another site.
 * - `BAD_USER_INPUT`: an argument is wrong; the message names it.
 * - `CONFLICT`: somebody else changed it meanwhile; read it again.
 * - `RATE_LIMITED`: too many attempts; `extensions.retryAfter` says in how many seconds to try again.
 * - `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`: the document is not GraphQL, or not of this schema.
 * - `QUERY_TOO_COMPLEX`: one of the limits of `limits.ts` is exceeded; the message names it.
 * - `TIMEOUT`: the answer took too long and was given up.
 * - `UNAVAILABLE`: the database is away; try again.
 * - `INTERNAL`: our fault; the log has the cause under `extensions.requestId`.
 */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'QUERY_TOO_COMPLEX',
  'TIMEOUT',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error whose message is meant for the caller; intrinsic, so that Nest does not log it as ours. */
export class ApiError extends IntrinsicException {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  QUERY_TOO_COMPLEX: 400,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  TIMEOUT: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/**
 * Turns what went wrong into what the caller may know. A request that was executed answers 200 and lists its errors;
 * one that was refused before answers the status of its first error.
 */
export function formatErrors(
  execution: ExecutionResult,
  context: MercuriusContext,
): { statusCode: number; response: ExecutionResult } {
  const request = context.reply?.request;
  const errors = (execution.errors ?? []).flatMap(causesOf).map(({ error, cause }) => {
    const { code, message, details } = classify(cause);
    if (code === 'INTERNAL' || code === 'UNAVAILABLE') request?.log.error({ err: cause }, 'request failed');
    const extensions = {
      code,
      ...details,
      ...(code === 'INTERNAL' && request ? { requestId: request.id } : {}),
    };
    const formatted: GraphQLFormattedError = {
      message,
      extensions,
      ...(error.locations?.length ? { locations: error.locations } : {}),
      ...(error.path ? { path: error.path } : {}),
    };
    return { code, formatted };
  });
  const executed = errors.some(({ formatted }) => formatted.path !== undefined) || Boolean(execution.data);
  const first = errors[0]?.code ?? 'INTERNAL';
  return {
    statusCode: executed ? 200 : (statusOf[first] ?? 500),
    // Formatted errors are what is serialised; the type asks for the class.
    response: { data: execution.data ?? null, errors: errors.map((e) => e.formatted as GraphQLError) },
  };
}

/** Mercurius wraps a list of validation errors in one error; the list is what the caller wants. */
function causesOf(error: GraphQLError): { error: GraphQLError; cause: unknown }[] {
  const original: unknown = error.originalError;
  if (codeOf(original) === 'MER_ERR_GQL_VALIDATION' && hasErrors(original))
    return original.errors.map((inner: unknown) => ({
      error: inner instanceof GraphQLError ? inner : error,
      cause: inner,
    }));
  return [{ error, cause: original ?? error }];
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const hasErrors = (error: unknown): error is { errors: unknown[] } =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

interface Classified {
  code: ErrorCode;
  message: string;
  details: Record<string, unknown>;
}

function classify(cause: unknown): Classified {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (error instanceof ApiError) return { code: error.code, message: error.message, details: error.details };
  if (error instanceof GraphQLError && error.originalError) return classify(error.originalError);
  if (error instanceof GraphQLError) {
    const syntax = error.message.startsWith('Syntax Error');
    const code = !syntax
      ? 'GRAPHQL_VALIDATION_FAILED'
      : /more tha[nt] \d+ tokens/.test(error.message)
        ? 'QUERY_TOO_COMPLEX'
        : 'GRAPHQL_PARSE_FAILED';
    return { code, message: error.message, details: {} };
  }
  const errno = codeOf(error);
  if (errno === 'FST_ERR_HANDLER_TIMEOUT' || errno === '57014')
    return { code: 'TIMEOUT', message: 'The answer took too long; ask for less at once.', details: {} };
  if (isUnavailable(error))
    return { code: 'UNAVAILABLE', message: 'The database cannot be reached; try again.', details: {} };
  if (errno === 'MER_ERR_METHOD_NOT_ALLOWED')
    return { code: 'BAD_USER_INPUT', message: 'A mutation needs a POST request.', details: {} };
  // Requests that never were GraphQL: malformed JSON, a body of the wrong shape or size, a missing query.
  if (/^(FST_ERR_(CTP|VALIDATION)|MER_ERR_GQL)/.test(errno) || 'validationContext' in error)
    return { code: 'BAD_USER_INPUT', message: error.message, details: {} };
  return { code: 'INTERNAL', message: 'Something went wrong on the server.', details: {} };
}
