/** For `toThrow`: a ProcfsError, of this code where one is given. */
export function refusal(code?: string): Error {
  return expect.objectContaining(
    code === undefined ? { name: 'ProcfsError' } : { name: 'ProcfsError', code },
  ) as Error;
}
