import { number } from '../words/format';

/** Points that go from a score: `−28`, `under −1` for less than half a one, `range` where only its upper end falls. */
export function points(removes: number): string {
  if (removes >= 0.5) return number(-Math.round(removes));
  return removes > 0 ? 'under −1' : 'range';
}
