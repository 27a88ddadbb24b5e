'use client';
import { useLive } from '../graphql/live';
import { number } from '../words/format';
import { visible } from '../words/visible';
import { GroupsQuery } from './query';

/** Host groups to narrow a list of hosts to, each with how many it would leave; nothing where there are none. */
export function GroupChoices({
  search,
  chosen,
  choose,
}: {
  search: string | null;
  chosen: readonly string[];
  choose: (name: string) => void;
}) {
  const { data } = useLive(GroupsQuery, { search });
  const counts = new Map(data?.hostGroups.map(({ name, hostCount }) => [name, hostCount]));
  const names = [...new Set([...counts.keys(), ...chosen])];
  if (names.length === 0) return null;
  return (
    <nav aria-label="Host groups" className="flex flex-wrap items-baseline gap-x-5 gap-y-1 pb-3">
      <span className="text-ink-2">Groups</span>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={chosen.includes(name)}
          className={chosen.includes(name) ? 'border-b-2 border-ink font-semibold' : 'lk'}
          onClick={() => choose(name)}
        >
          {visible(name)} <span className="font-normal text-ink-2">{number(counts.get(name) ?? 0)}</span>
        </button>
      ))}
    </nav>
  );
}
