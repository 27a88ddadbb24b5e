import Link from 'next/link';
import { Section } from '../lattice/section';
import { Glyph } from '../walls/glyph';
import { Panes } from '../walls/panes';
import { statuses, walls } from '../walls/vocabulary';
import { cx } from '../words/cx';
import { number } from '../words/format';
import styles from './fleet.module.css';
import type { Fleet } from './query';

/** Loudest first, as the counts below the panes stand. */
const order = ['open', 'thin', 'closed', 'unknown'] as const;

/** The eight walls of the fleet, each as a hundred panes and its counts. */
export function EightWalls({ counts }: { counts: Fleet['walls'] }) {
  return (
    <Section
      title="The eight walls"
      lead="One pane is one container in a hundred. A state that exists always gets a pane."
      end={
        <span className="flex flex-wrap gap-x-4 text-ink-2">
          {statuses.map((state) => (
            <span key={state}>
              <Glyph state={state} size={14} className="mr-1" />
              {state}
            </span>
          ))}
        </span>
      }
    >
      <div className={styles.walls}>
        {walls.map(({ id, name }) => {
          const wall = counts.find((each) => each.wall === id);
          if (!wall) return null;
          return (
            <div key={id}>
              <h3>
                <Link href={`/containers?open=${id}`}>{name}</Link>
              </h3>
              <Panes name={name} counts={wall} />
              <dl>
                {order.map((state) => (
                  <div className="contents" key={state}>
                    <dt
                      className={cx(
                        'col-span-2 flex items-center gap-1',
                        state === 'open' && wall.open > 0 && 'text-hole',
                      )}
                    >
                      <Glyph state={state} size={13} />
                      {state}
                    </dt>
                    <dd
                      className={cx(
                        'text-right',
                        state === 'open' && wall.open > 0 && 'font-semibold text-hole',
                      )}
                    >
                      {state === 'open' || state === 'unknown' ? (
                        <Link
                          className="n"
                          href={`/containers?${state}=${id}`}
                          aria-label={`${number(wall[state])} containers, ${name} ${state}`}
                        >
                          {number(wall[state])}
                        </Link>
                      ) : (
                        number(wall[state])
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          );
        })}
      </div>
    </Section>
  );
}
