import Link from 'next/link';
import { HostStateMark } from '../hosts/host-state';
import { Section } from '../lattice/section';
import { cx } from '../words/cx';
import { number, plural } from '../words/format';
import { Text } from '../words/text';
import type { Fleet } from './query';

/** The hosts with the highest risks, and whether they still speak. */
export function RiskiestHosts({ hosts, total }: { hosts: Fleet['hosts']; total: number }) {
  return (
    <Section
      title="Hosts"
      lead="by highest risk"
      end={
        <Link className="lk" href="/hosts">
          All {number(total)}
        </Link>
      }
    >
      <table>
        <thead>
          <tr>
            <th>Host</th>
            <th className="r">Containers</th>
            <th className="r">Highest risk</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              <td className="max-w-[180px]">
                <Link className="n mono block cut" href={`/hosts/${encodeURIComponent(host.id)}`}>
                  <Text of={host.name} />
                </Link>
                {host.state !== 'active' && (
                  <span className="text-small">
                    <HostStateMark host={host} />
                  </span>
                )}
              </td>
              <td className="r text-ink-2" title={plural(host.containerCount, 'container')}>
                {number(host.containerCount)}
              </td>
              <td className={cx('r font-semibold', (host.maxRisk ?? 0) >= 75 && 'text-hole')}>
                {host.maxRisk === null || host.maxRisk === undefined ? (
                  <span className="font-normal text-ink-3">none judged</span>
                ) : (
                  Math.round(host.maxRisk)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
