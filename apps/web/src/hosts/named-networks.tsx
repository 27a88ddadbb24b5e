import { Section } from '../lattice/section';
import type { Fact } from '../posture/document';
import { FactValue } from '../posture/fact';
import { number } from '../words/format';
import { visible } from '../words/visible';

interface NamedNetwork {
  name: string;
  inode: Fact<number>;
  processCount: Fact<number>;
}

/** Network namespaces that a name keeps alive, with or without a process in them. Nothing where there are none. */
export function NamedNetworks({ of }: { of: unknown }) {
  if (of === null || of === undefined || (Array.isArray(of) && of.length === 0)) return null;
  return (
    <Section title="Named networks" lead="network namespaces that ip netns keeps, also without a process">
      <FactValue of={of as Fact<NamedNetwork[]>}>
        {(networks) => (
          <table>
            <thead>
              <tr>
                <th>Name</th>
                <th>Namespace</th>
                <th>Processes</th>
              </tr>
            </thead>
            <tbody>
              {networks.map(({ name, inode, processCount }) => (
                <tr key={name}>
                  <td className="mono [overflow-wrap:anywhere]">{visible(name)}</td>
                  <td className="mono">
                    <FactValue of={inode}>{(known) => `net:[${known}]`}</FactValue>
                  </td>
                  <td>
                    <FactValue of={processCount}>
                      {(known) => (known === 0 ? <b>none</b> : number(known))}
                    </FactValue>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </FactValue>
    </Section>
  );
}
