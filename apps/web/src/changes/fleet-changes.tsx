import { Section } from '../lattice/section';
import { number, percent } from '../words/format';
import { visible } from '../words/visible';
import type { Fleet } from '../fleet/query';
import fleet from '../fleet/fleet.module.css';
import styles from './changes.module.css';

type FleetChange = Fleet['changes'][number];

/** A share that goes: `−12 %`. */
const less = (share: number): string =>
  share > 0 && share < 0.001 ? 'under 0.1 %' : `−${percent(share, 1)}`;

/** The one change that takes most risk off the fleet, in a sentence and three figures. */
export function MostHelpful({ changes: [best] }: { changes: readonly FleetChange[] }) {
  return (
    <section>
      <h2>Which change helps most?</h2>
      {best === undefined ? (
        <p className="mt-[13px] text-ink-2">None that Shoji knows lowers the risk of what runs.</p>
      ) : (
        <>
          <p className={`${fleet.lead} mt-[13px]`}>{visible(best.change.title)}.</p>
          <ul className={styles.figures}>
            <li>
              <b>{less(best.share)}</b>
              <span>of the risk of the whole fleet</span>
            </li>
            <li>
              <b>{number(best.closes)}</b>
              <span>{best.closes === 1 ? 'open way out' : 'open ways out'} closed</span>
            </li>
            <li>
              <b>{number(best.containers)}</b>
              <span>{best.containers === 1 ? 'container' : 'containers'} to change</span>
            </li>
          </ul>
          <p className="mt-auto pt-4 text-ink-2">{visible(best.change.breaks)}</p>
        </>
      )}
    </section>
  );
}

/** Changes by what they take off all containers together. */
export function FleetChanges({ changes }: { changes: readonly FleetChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Section
      title="Changes that help most"
      lead="Each was made on paper on every container and judged again. Nothing is changed."
    >
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th>Change</th>
              <th className="r">Fleet’s risk</th>
              <th className="r">Points</th>
              <th className="r">Ways out closed</th>
              <th className="r">Containers</th>
              <th>Effort</th>
              <th className="max-md:hidden">What it may break</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ change, containers, closes, removes, share }) => (
              <tr key={change.id}>
                <th scope="row">{visible(change.title)}</th>
                <td className="r font-semibold text-accent">{less(share)}</td>
                <td className="r">−{number(Math.round(removes))}</td>
                <td className="r">
                  {closes === 0 ? <span className="text-ink-3">none</span> : number(closes)}
                </td>
                <td className="r">{number(containers)}</td>
                <td className="text-ink-2">{change.effort}</td>
                <td className="text-ink-2 max-md:hidden">{visible(change.breaks)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
