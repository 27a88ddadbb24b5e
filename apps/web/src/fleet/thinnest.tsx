import Link from 'next/link';
import { Section } from '../lattice/section';
import { RiskMark } from '../risk/risk-mark';
import { Strip } from '../walls/strip';
import { number } from '../words/format';
import { Text } from '../words/text';
import type { Fleet } from './query';

/** The containers whose walls hold least. */
export function Thinnest({ containers, total }: { containers: Fleet['thinnest']; total: number }) {
  return (
    <Section
      title="The thinnest containers"
      lead="by risk"
      end={
        <Link className="lk" href="/containers">
          All {number(total)}
        </Link>
      }
    >
      <table className="table-fixed">
        <thead>
          <tr>
            <th className="w-[72px]">Risk</th>
            <th>Container</th>
            <th className="w-[146px] max-sm:w-[122px]">Walls</th>
            <th className="w-[32%] max-md:hidden">Image</th>
            <th className="w-[18%] max-sm:hidden">Host</th>
          </tr>
        </thead>
        <tbody>
          {containers.map((container) => (
            <tr key={container.id}>
              <td>
                <RiskMark risk={container.risk} />
              </td>
              <td className="cut">
                <Link className="n font-medium" href={`/containers/${encodeURIComponent(container.id)}`}>
                  <Text of={container.name} />
                </Link>
              </td>
              <td>
                <Strip states={container.walls} />
              </td>
              <td className="cut cond text-ink-2 max-md:hidden">
                {container.image?.reference ? (
                  <Text of={container.image.reference} />
                ) : (
                  <span className="text-ink-3">none; {container.runtime}</span>
                )}
              </td>
              <td className="cut max-sm:hidden">
                <Link className="n mono" href={`/hosts/${encodeURIComponent(container.host.id)}`}>
                  <Text of={container.host.name} />
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {containers.length === 0 && (
        <p className="py-3 text-ink-2">
          The hosts report, and no container runs on them. Start one, and it appears here within one report.
        </p>
      )}
    </Section>
  );
}
