import { isUnreadable, type Posture } from '@shoji/posture';

/** The facts of a posture that could not be read: their paths by reason. */
export function unreadFacts(posture: Posture): Map<string, string[]> {
  const byReason = new Map<string, string[]>();
  const visit = (value: unknown, path: string): void => {
    if (isUnreadable(value))
      byReason.set(value.unreadable, [...(byReason.get(value.unreadable) ?? []), path]);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, item] of Object.entries(value)) visit(item, path === '' ? key : `${path}.${key}`);
  };
  visit(posture, '');
  return byReason;
}
