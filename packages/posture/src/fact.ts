/** A fact that exists but could not be read; the value is the errno name or a short reason (`"EACCES"`). */
export interface Unreadable {
  unreadable: string;
}

/** A fact this kernel or host cannot have; the value says why (`"kernel built without AppArmor"`). */
export interface Unsupported {
  unsupported: string;
}

/** A value the kernel gave, or the reason why there is none. Never a default that stands in for a failed read. */
export type Fact<T> = T | Unreadable | Unsupported;

/** Marks a fact that could not be read. */
export const unreadable = (why: string): Unreadable => ({ unreadable: why });

/** Marks a fact that this host cannot have. */
export const unsupported = (why: string): Unsupported => ({ unsupported: why });

/** Whether the fact could not be read: its value may be anything. */
export const isUnreadable = (value: unknown): value is Unreadable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'unreadable' in value;

/** Whether the fact cannot exist on this host. */
export const isUnsupported = (value: unknown): value is Unsupported =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'unsupported' in value;

/** Whether the fact is a value that the kernel gave. */
export const isKnown = <T>(value: Fact<T>): value is T => !isUnreadable(value) && !isUnsupported(value);
