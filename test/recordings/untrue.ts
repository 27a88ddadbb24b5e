import { isKnown, isUnreadable } from '@shoji/posture';

/** Paths of facts that a limited reading tells otherwise than the full one, but for those that it cannot read. */
export function untrue(full: unknown, seen: unknown, path = ''): string[] {
  if (isUnreadable(seen) || JSON.stringify(full) === JSON.stringify(seen)) return [];
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(full) || !isObject(seen) || !isKnown(full)) return [`${path}: ${JSON.stringify(seen)}`];
  return Object.keys({ ...(full as object), ...(seen as object) }).flatMap((key) =>
    untrue((full as never)[key], (seen as never)[key], `${path}.${key}`),
  );
}
