/**
 * Why a host was not recorded. `bad-directory`: the target is not an empty directory; `disk-full`, `not-written`: it
 * took no more; `too-large`: one reading of this host is larger than a recording may be.
 */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  constructor(
    readonly code: 'bad-directory' | 'disk-full' | 'not-written' | 'too-large',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
