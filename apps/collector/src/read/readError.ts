/** Why a host cannot be read at all. `no-procfs`: the proc root has no boot id, so it is no procfs. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  constructor(
    readonly code: 'no-procfs',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
