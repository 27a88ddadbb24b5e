import type { TypedDocumentString } from './generated/graphql';

/** Why a question was not answered: signed out, the API away, an argument it cannot read, or any other refusal. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly code: 'SIGNED_OUT' | 'API_AWAY' | 'BAD_INPUT' | 'REFUSED',
    message: string,
    options?: ErrorOptions,
    /** What else the API said of it: `field`, `line` and `column` of an argument. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, options);
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } & Record<string, unknown> }[];
}

/** Gateway statuses: nobody who could answer was reached, and asking again may help. */
const away = ({ status }: Response) => status === 502 || status === 503 || status === 504;

function codeOf(code: string | undefined, response: Response): RequestError['code'] {
  if (code === 'UNAUTHENTICATED') return 'SIGNED_OUT';
  if (code === 'BAD_USER_INPUT') return 'BAD_INPUT';
  return away(response) || code === 'UNAVAILABLE' ? 'API_AWAY' : 'REFUSED';
}

/** Asks the API one typed question on the page's own origin. Throws a `RequestError`. */
export async function request<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError('API_AWAY', 'The server cannot be reached.', { cause });
  }
  let answer: Answer<T>;
  try {
    answer = (await response.json()) as Answer<T>;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError(
      away(response) ? 'API_AWAY' : 'REFUSED',
      `The answer (${response.status}) is not JSON.`,
      {
        cause,
      },
    );
  }
  const error = answer.errors?.[0];
  if (error) {
    throw new RequestError(
      codeOf(error.extensions?.code, response),
      error.message,
      undefined,
      error.extensions,
    );
  }
  if (away(response)) throw new RequestError('API_AWAY', 'The Shoji API does not answer.');
  if (answer.data === undefined || answer.data === null) {
    throw new RequestError('REFUSED', `The answer (${response.status}) holds no data.`);
  }
  return answer.data;
}
