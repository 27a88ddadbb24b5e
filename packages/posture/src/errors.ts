/** What this package refuses. `code` says which promise the input broke. */
export class PostureError extends Error {
  override readonly name = 'PostureError';
  constructor(
    readonly code: 'not-canonical' | 'invalid-document',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
