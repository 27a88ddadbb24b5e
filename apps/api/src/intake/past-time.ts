/** A host's word for a time, held between 1970 and `now`: its clock may be wrong, and Postgres has no year 0. */
export const pastTime = (text: string, now = Date.now()): Date =>
  new Date(Math.max(0, Math.min(Date.parse(text), now)));
