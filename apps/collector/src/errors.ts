/** What stops the collector for good. `code` decides the exit code: see `exitCodes`. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  constructor(
    readonly code: 'bad-configuration' | 'bad-state' | 'refused',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** 2: what the user gave is wrong. 3: the server will not have this host. 4: the state directory cannot be used. */
export const exitCodes = { 'bad-configuration': 2, refused: 3, 'bad-state': 4 } as const;

/** The words of anything thrown, for one log line. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
