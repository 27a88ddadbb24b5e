import type { WallStatus } from '../graphql/generated/graphql';
import { Glyph } from '../walls/glyph';
import { number } from '../words/format';
import { visible } from '../words/visible';
import styles from './containers.module.css';
import { toggled } from './url-state';

/** One kind of choices under its title. */
export function Facet({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className={styles.facet}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** One choice with how many it stands for, and their share as a bar. */
export function Choice({
  name,
  glyph,
  on,
  count,
  of,
  choose,
}: {
  name: string;
  glyph?: WallStatus;
  on: boolean;
  count?: number | undefined;
  of: number;
  choose: () => void;
}) {
  const share = count === undefined || of === 0 ? 0 : Math.min(1, count / of);
  return (
    <label className={styles.choice}>
      <input type="checkbox" className="sr-only" checked={on} onChange={choose} />
      <span className={styles.box} aria-hidden="true" />
      {glyph && <Glyph state={glyph} size={14} />}
      <span className="line-clamp-2 min-w-0 break-words" title={name}>
        {name}
      </span>
      {count !== undefined && <span className="ml-auto text-ink-2">{number(count)}</span>}
      <i style={{ width: `calc((100% - 21px) * ${share.toFixed(3)})` }} />
    </label>
  );
}

/** Host groups to narrow to, those that are chosen among them; nothing where there are none. */
export function GroupFacet({
  counts,
  chosen,
  of,
  choose,
}: {
  counts: readonly { group: string; count: number }[] | undefined;
  chosen: readonly string[];
  of: number;
  choose: (groups: string[]) => void;
}) {
  const groups = [...new Set([...(counts ?? []).map(({ group }) => group).sort(), ...chosen])];
  if (groups.length === 0) return null;
  return (
    <Facet title="Host group">
      {groups.map((group) => (
        <Choice
          key={group}
          name={visible(group)}
          on={chosen.includes(group)}
          count={countOf(counts, (each) => each.group === group)}
          of={of}
          choose={() => choose(toggled(chosen, group))}
        />
      ))}
    </Facet>
  );
}

/** How many are offered of what is many: those with most containers. */
const offered = 8;

/** Named things to narrow to: those that leave most, and those that are chosen; nothing where there is none. */
export function NamedFacet({
  title,
  counts,
  names,
  chosen,
  of,
  choose,
}: {
  title: string;
  /** Most first. */
  counts: readonly { id: string; count: number }[] | undefined;
  names: readonly { id: string; title: string }[] | undefined;
  chosen: readonly string[];
  of: number;
  choose: (ids: string[]) => void;
}) {
  const ids = [...new Set([...(counts ?? []).slice(0, offered).map(({ id }) => id), ...chosen])];
  if (ids.length === 0) return null;
  return (
    <Facet title={title}>
      {ids.map((id) => (
        <Choice
          key={id}
          name={visible(names?.find((each) => each.id === id)?.title ?? id)}
          on={chosen.includes(id)}
          count={countOf(counts, (each) => each.id === id)}
          of={of}
          choose={() => choose(toggled(chosen, id))}
        />
      ))}
    </Facet>
  );
}

/** What one choice would leave: nothing where it is not counted, and not known where nothing is. */
export const countOf = <T extends { count: number }>(
  counts: readonly T[] | undefined,
  fits: (item: T) => boolean,
): number | undefined => counts && (counts.find(fits)?.count ?? 0);
