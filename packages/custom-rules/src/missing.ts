import { evidenceOf, isUnreadable, isUnsupported, type Evidence } from '@shoji/posture';

/** Facts that are shown as the reason of one verdict. */
export const most = 20;

/**
 * Stands where a value would, but for facts that are not there: it decides nothing, and whatever needs it is as undecided.
 * `unreadable` is whether the value may be anything, rather than nothing this host could have.
 */
export class Missing {
  constructor(
    readonly facts: ReadonlyMap<string, Evidence>,
    readonly unreadable: boolean,
  ) {}

  /** Both are missing. */
  and(other: Missing): Missing {
    if (this.facts.size >= most)
      return other.unreadable && !this.unreadable ? new Missing(this.facts, true) : this;
    return new Missing(new Map([...this.facts, ...other.facts]), this.unreadable || other.unreadable);
  }
}

/** The value where it was read, else what is missing of it. `undefined` was not read. */
export function factAt(field: string, value: unknown): unknown {
  const given = value === undefined ? { unreadable: 'not read' } : value;
  if (!isUnreadable(given) && !isUnsupported(given)) return given;
  return new Missing(new Map([[field, evidenceOf(field, given)]]), isUnreadable(given));
}

/** There is no value, for a reason that no type tells: what stands in `field` is `value`. */
export const problem = (field: string, value: unknown, why: string): Missing =>
  new Missing(new Map([[field, evidenceOf(field, value ?? null, why)]]), true);
