import Link from 'next/link';
import { MostHelpful } from '../changes/fleet-changes';
import { BandBar } from '../risk/band-bar';
import { walls } from '../walls/vocabulary';
import { number, percent, plural } from '../words/format';
import styles from './fleet.module.css';
import type { Fleet } from './query';

/** The four questions with which a day begins: how exposed, what helps most, what fails, what is not known. */
export function Questions({ fleet }: { fleet: Fleet }) {
  return (
    <div className={styles.questions}>
      <Exposure fleet={fleet} />
      <MostHelpful changes={fleet.changes} />
      <section>
        <h2>What fails most?</h2>
        <ul className={`${styles.rules} mt-[13px]`}>
          {fleet.topRules.map(({ rule, containers }) => (
            <li key={rule.id}>
              <b
                className={rule.severity === 'high' || rule.severity === 'critical' ? 'text-hole' : undefined}
              >
                {number(containers)}
              </b>
              <span>
                {rule.title} <span className="text-ink-3">{rule.severity}</span>
              </span>
            </li>
          ))}
          {fleet.topRules.length === 0 && (
            <li className="!block text-ink-2">No rule fails on any container.</li>
          )}
        </ul>
      </section>
      <Unknown fleet={fleet} />
    </div>
  );
}

function Exposure({ fleet }: { fleet: Fleet }) {
  const open = fleet.openContainerCount;
  const total = fleet.containerCount;
  return (
    <section>
      <h2>How exposed are we?</h2>
      <p className={styles.hero}>
        <span className={open > 0 ? 'text-hole' : undefined}>{number(open)}</span>
      </p>
      <p className={styles.lead}>
        {total === 0 ? (
          'No container runs on any host that reports.'
        ) : open === 0 ? (
          <>
            of {plural(total, 'container')} has a wall that we know to be open
            {fleet.unknownWallCount > 0 ? ', but not every wall could be read.' : '.'}
          </>
        ) : (
          <>
            {open === 1 ? 'container has' : 'containers have'} at least one open wall. That is{' '}
            <b>{percent(open, total)}</b> of all.
          </>
        )}
      </p>
      <div className="mt-auto pt-5">
        <BandBar counts={fleet.bands} />
      </div>
    </section>
  );
}

function Unknown({ fleet }: { fleet: Fleet }) {
  const unread = fleet.walls
    .filter(({ unknown }) => unknown > 0)
    .sort((a, b) => b.unknown - a.unknown)
    .slice(0, 4);
  return (
    <section>
      <h2>What do we not know?</h2>
      <p className={styles.unknown}>
        <span>{number(fleet.unknownWallCount)}</span>
        {fleet.unknownWallCount === 1 ? 'wall is' : 'walls are'} unknown, of{' '}
        {number(fleet.containerCount * 8)}. Unknown is not closed: each widens the range of a risk.
      </p>
      <ul className={styles.rules}>
        {fleet.silentHostCount > 0 && (
          <li>
            <b>
              <Link className="n" href="/hosts">
                {number(fleet.silentHostCount)}
              </Link>
            </b>
            <span>
              {fleet.silentHostCount === 1 ? 'host is' : 'hosts are'} silent: what runs there is not known
            </span>
          </li>
        )}
        {unread.map(({ wall, unknown }) => (
          <li key={wall}>
            <b>
              <Link className="n" href={`/containers?unknown=${wall}`}>
                {number(unknown)}
              </Link>
            </b>
            <span>
              {walls.find(({ id }) => id === wall)?.name} {unknown === 1 ? 'wall' : 'walls'} could not be read
            </span>
          </li>
        ))}
        {fleet.bands.unjudged > 0 && (
          <li>
            <b>{number(fleet.bands.unjudged)}</b>
            <span>{fleet.bands.unjudged === 1 ? 'container is' : 'containers are'} not judged yet</span>
          </li>
        )}
        {fleet.silentHostCount === 0 && unread.length === 0 && fleet.bands.unjudged === 0 && (
          <li className="!block text-ink-2">
            {fleet.lastReportAt
              ? 'Every host reports, and every wall could be read.'
              : 'No host has reported yet: nothing is known.'}
          </li>
        )}
      </ul>
    </section>
  );
}
