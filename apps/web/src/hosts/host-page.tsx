'use client';
import Link from 'next/link';
import styles from '../container/container.module.css';
import { useLive } from '../graphql/live';
import { EditGroups } from '../groups/edit-groups';
import { Groups } from '../groups/groups';
import { Answer } from '../lattice/answer';
import { Section } from '../lattice/section';
import { BandBar } from '../risk/band-bar';
import { RiskMark } from '../risk/risk-mark';
import { Strip } from '../walls/strip';
import { bytes, dateTime, duration, number, plural } from '../words/format';
import { Text } from '../words/text';
import { visible } from '../words/visible';
import { HostFacts } from './host-facts';
import { HostFindings } from './host-findings';
import { HostStateMark } from './host-state';
import { NamedNetworks } from './named-networks';
import { HostQuery, type HostDetail } from './query';

/** One host: whether it speaks, what runs on it, and every fact of its kernel. */
export function HostPage({ id }: { id: string }) {
  const asked = useLive(HostQuery, { id });
  return <Answer asked={asked}>{({ host }) => (host ? <Found host={host} /> : <NotFound />)}</Answer>;
}

function Found({ host }: { host: HostDetail }) {
  return (
    <main id="main" className={styles.page}>
      <div className={styles.head}>
        <p className="mb-[6px] text-small text-ink-2">
          <Link className="n" href="/hosts">
            Hosts
          </Link>
        </p>
        <h1>{visible(host.name)}</h1>
      </div>
      {host.state !== 'active' && (
        <p className="mb-4 border-l-2 border-ink bg-sunk px-4 py-3">
          <HostStateMark host={host} />. {consequence[host.state]}
        </p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>State</dt>
          <dd>
            <HostStateMark host={{ ...host, stateReason: null }} />
          </dd>
        </div>
        <div>
          <dt>Groups</dt>
          <dd>
            {host.groups.length === 0 && 'none'}
            <Groups of={host.groups} page="hosts" />
            <EditGroups host={host} />
          </dd>
        </div>
        <div>
          <dt>Reports every</dt>
          <dd>{duration(host.interval * 1000)}</dd>
        </div>
        <div>
          <dt>Joined</dt>
          <dd>{dateTime(host.enrolledAt)}</dd>
        </div>
        <div>
          <dt>Booted</dt>
          <dd>{host.bootedAt ? dateTime(host.bootedAt) : 'not known'}</dd>
        </div>
        <div>
          <dt>Collector</dt>
          <dd>
            <Collector of={host.collector} />
          </dd>
        </div>
        <div>
          <dt>Machine id</dt>
          <dd className="mono">{host.machineId ? visible(host.machineId) : 'not known'}</dd>
        </div>
      </dl>
      <Section
        title={plural(host.containerCount, 'container')}
        lead="by risk"
        end={
          <Link className="lk" href={`/containers?host=${encodeURIComponent(host.id)}`}>
            All in the table
          </Link>
        }
      >
        <div className="mb-6 max-w-[560px]">
          <BandBar counts={host.bands} hostId={host.id} />
        </div>
        <HostContainers host={host} />
      </Section>
      {host.document !== null && <HostFindings id={host.id} findings={host.findings} />}
      <HostFacts document={host.document} />
      <NamedNetworks of={host.networkNamespaces} />
    </main>
  );
}

/** The collector's version and what it costs the host. */
function Collector({ of }: { of: HostDetail['collector'] }) {
  const { version, cycleMilliseconds, cpuPercent, rssBytes } = of;
  return (
    <>
      {version ? visible(version) : 'not known'}
      {cycleMilliseconds != null && cpuPercent != null && rssBytes != null && (
        <span className="block text-small text-ink-2">
          {cpuPercent.toFixed(2)} % of a core, {bytes(rssBytes)}, {cycleMilliseconds} ms a reading
        </span>
      )}
    </>
  );
}

const consequence = {
  silent: 'What runs on it is not known; what is shown is what was last read.',
  locked: 'Its reports are refused until somebody has looked into it.',
  revoked: 'Its key no longer counts; what is shown is what was last read.',
} as const;

function HostContainers({ host }: { host: HostDetail }) {
  const { nodes, totalCount } = host.containers;
  if (nodes.length === 0) return <p className="text-ink-2">No container runs here.</p>;
  return (
    <>
      <table className="table-fixed">
        <thead>
          <tr>
            <th className="w-[72px]">Risk</th>
            <th>Container</th>
            <th className="w-[146px] max-sm:w-[122px]">Walls</th>
            <th className="w-[40%] max-sm:hidden">Image</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((container) => (
            <tr key={container.id}>
              <td>
                <RiskMark risk={container.risk} />
              </td>
              <td className="cut">
                <Link
                  className="n font-medium"
                  href={`/containers/${encodeURIComponent(container.id)}`}
                  prefetch={false}
                >
                  <Text of={container.name} />
                </Link>
              </td>
              <td>
                <Strip states={container.walls} />
              </td>
              <td className="cut cond text-ink-2 max-sm:hidden">
                {container.image?.reference ? (
                  <Text of={container.image.reference} />
                ) : (
                  <span className="text-ink-3">none known</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {totalCount > nodes.length && (
        <p className="pt-3 text-ink-2">
          {number(totalCount - nodes.length)} more{' '}
          <Link className="lk" href={`/containers?host=${encodeURIComponent(host.id)}`}>
            in the table
          </Link>
        </p>
      )}
    </>
  );
}

function NotFound() {
  return (
    <main id="main" className={`${styles.page} pt-12`}>
      <h1>There is no such host</h1>
      <p className="mt-3 font-serif text-lead text-ink-2">
        The address may be mistyped, or the host was removed. Look among the{' '}
        <Link className="lk" href="/hosts">
          hosts
        </Link>
        .
      </p>
    </main>
  );
}
