'use client';
import Link from 'next/link';
import { FleetChanges } from '../changes/fleet-changes';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { Ago } from '../words/ago';
import { number, plural } from '../words/format';
import { EightWalls } from './eight-walls';
import { FirstHost } from './first-host';
import styles from './fleet.module.css';
import { FleetQuery } from './query';
import { Questions } from './questions';
import { Rejudging } from './rejudging';
import { RiskiestHosts } from './riskiest-hosts';
import { Thinnest } from './thinnest';

/** The overview: the whole fleet on one page. */
export function FleetPage() {
  const asked = useLive(FleetQuery, {});
  return (
    <Answer asked={asked}>
      {({ fleet }) =>
        fleet.hostCount === 0 ? (
          <FirstHost />
        ) : (
          <main id="main" className={styles.page}>
            <h1 className="sr-only">Overview</h1>
            <p className={styles.dateline}>
              <span>
                {fleet.lastReportAt ? (
                  <Ago at={fleet.lastReportAt} suffix=" since the last report" />
                ) : (
                  'No report yet'
                )}
              </span>
              <Rejudging progress={fleet.rejudgement} />
              {fleet.goneCount > 0 && (
                <span>
                  <Link className="n" href="/containers?state=gone">
                    {number(fleet.goneCount)}
                  </Link>{' '}
                  gone, kept with their history
                </span>
              )}
              <span className="ml-auto max-sm:ml-0">
                <Link className="n" href="/containers">
                  {number(fleet.containerCount)}
                </Link>{' '}
                {fleet.containerCount === 1 ? 'container' : 'containers'} on{' '}
                <Link className="n" href="/hosts">
                  {plural(fleet.hostCount, 'host')}
                </Link>
              </span>
            </p>
            <Questions fleet={fleet} />
            <EightWalls counts={fleet.walls} />
            <FleetChanges changes={fleet.changes} />
            <div className={styles.two}>
              <Thinnest containers={fleet.thinnest} total={fleet.containerCount} />
              <RiskiestHosts hosts={fleet.hosts} total={fleet.hostCount} />
            </div>
          </main>
        )
      }
    </Answer>
  );
}
