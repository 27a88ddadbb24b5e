import type { WallStatus } from '../graphql/generated/graphql';
import { statuses } from './vocabulary';

/**
 * A hundred panes for the containers of a wall: one is one in a hundred, a state that exists gets at least one, and
 * the largest states give way. Nothing counted gives no panes.
 */
export function allotPanes(counts: Record<WallStatus, number>): Record<WallStatus, number> {
  const total = statuses.reduce((sum, state) => sum + counts[state], 0);
  const panes: Record<WallStatus, number> = { closed: 0, thin: 0, open: 0, unknown: 0 };
  if (total <= 0) return panes;
  for (const state of statuses) {
    if (counts[state] > 0) panes[state] = Math.max(1, Math.floor((counts[state] / total) * 100));
  }
  const used = () => statuses.reduce((sum, state) => sum + panes[state], 0);
  const lack = (state: WallStatus) => (counts[state] / total) * 100 - panes[state];
  while (used() !== 100) {
    const short = used() < 100;
    const candidates = statuses.filter((state) => (short ? counts[state] > 0 : panes[state] > 1));
    candidates.sort((a, b) => (short ? lack(b) - lack(a) : lack(a) - lack(b)));
    const next = candidates[0];
    if (next === undefined) break;
    panes[next] += short ? 1 : -1;
  }
  return panes;
}
