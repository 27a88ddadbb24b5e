/** Every reason for which `/v1/*` refuses, with its HTTP status. Callers switch on the code, never on the message. */
export const refusalStatus = {
  malformed: 400,
  'bad-token': 401,
  'unknown-key': 401,
  'bad-signature': 401,
  'stale-clock': 401,
  revoked: 401,
  locked: 403,
  'not-found': 404,
  replay: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'unsupported-encoding': 415,
  schema: 422,
  'hash-mismatch': 422,
  internal: 500,
  busy: 503,
  'database-unavailable': 503,
} as const;

export type RefusalCode = keyof typeof refusalStatus;

/** A request that is refused and changes nothing. `message` says what to do, `path` where in the body the fault is. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly path?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status(): number {
    return refusalStatus[this.code];
  }

  /** The body of the answer. */
  get body() {
    const { code, message, path } = this;
    return { error: { code, message, ...(path !== undefined && { path }) } };
  }
}

/** A report that is sound but speaks of what the server does not have: answered with 409 and `need`. */
export class Need extends Error {
  override readonly name = 'Need';

  constructor(readonly need: 'inventory' | string[]) {
    super('the server lacks what the report speaks of');
  }
}
