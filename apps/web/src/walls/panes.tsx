import type { WallStatus } from '../graphql/generated/graphql';
import { number } from '../words/format';
import { allotPanes } from './panes-allotment';
import { statuses } from './vocabulary';

/** One wall of the fleet as 10 by 10 panes, from the floor up closed, thin, open, unknown. */
export function Panes({ name, counts }: { name: string; counts: Record<WallStatus, number> }) {
  const panes = allotPanes(counts);
  const sequence = statuses.flatMap((state) => Array.from({ length: panes[state] }, () => state));
  const label = `${name}: ${statuses.map((state) => `${number(counts[state])} ${state}`).join(', ')}`;
  return (
    <svg className="mt-2 mb-[10px] block w-full" viewBox="0 0 146 162" role="img" aria-label={label}>
      <path d="M1 0V162M145 0V162M0 1H146M0 161H146" stroke="var(--ink)" strokeWidth="2" />
      {sequence.map((state, index) => (
        <use
          key={index}
          href={`#w-${state}`}
          x={(index % 10) * 14.4 - 0.4}
          y={(9 - Math.floor(index / 10)) * 16 + 0.5}
          width="16"
          height="16"
        />
      ))}
    </svg>
  );
}
