import type { ReactNode } from 'react';
import { Section } from '../lattice/section';
import type { Instance, Listener } from '../posture/document';
import { FactTable, FactValue } from '../posture/fact';
import { dateTime, number, plural } from '../words/format';
import { visible } from '../words/visible';

const none = <span className="text-ink-3">none</span>;
const orphans = {
  'kernel-only': 'The kernel runs it, and no runtime lists it.',
  'runtime-only': 'A runtime lists it, and the kernel does not run it.',
} as const;

/** What differs between two containers that are otherwise alike. */
export function InstanceFacts({
  instance,
  digest,
  containerKey,
}: {
  instance: Instance;
  digest: string | null;
  containerKey: string;
}) {
  const labels = Object.entries(instance.labels);
  return (
    <Section title="Instance" lead="what differs between two containers that are otherwise alike">
      <FactTable
        rows={[
          { name: 'Id', value: <Mono text={instance.id} /> },
          { name: 'Key', value: <Mono text={containerKey} /> },
          {
            name: 'Runtime',
            value: `${visible(instance.runtime.name)} ${visible(instance.runtime.version ?? '')}`,
            note: instance.orphan !== null && <b className="text-ink">{orphans[instance.orphan]}</b>,
          },
          ...belonging(instance),
          { name: 'Image digest', value: digest === null ? none : <Mono text={digest} /> },
          {
            name: 'First process',
            value: `${instance.pid} on the host, started ${dateTime(instance.startedAt)}`,
          },
          { name: 'Processes', value: number(instance.processCount) },
          {
            name: 'cgroup',
            value: instance.cgroupPath === null ? none : <Mono text={instance.cgroupPath} />,
          },
          {
            name: 'Ports',
            value:
              instance.ports.length === 0
                ? none
                : instance.ports.map((port) => (
                    <Mono
                      key={`${port.hostAddress}:${port.hostPort}/${port.protocol}`}
                      text={`${port.hostAddress}:${port.hostPort} → ${port.containerPort}/${port.protocol}`}
                    />
                  )),
          },
          {
            name: 'Listens on',
            value: (
              <FactValue of={instance.listeners}>
                {(listeners) => (listeners.length === 0 ? none : listeners.map(listening))}
              </FactValue>
            ),
          },
          ...(instance.overlay === null
            ? [{ name: 'Overlay', value: none }]
            : [
                {
                  name: 'Overlay, written',
                  value: instance.overlay.upper === null ? none : <Mono text={instance.overlay.upper} />,
                },
                {
                  name: 'Overlay, work',
                  value: instance.overlay.work === null ? none : <Mono text={instance.overlay.work} />,
                },
                {
                  name: 'Overlay, below',
                  value: instance.overlay.lower.map((lower) => <Mono key={lower} text={lower} />),
                },
              ]),
          {
            name: 'Labels',
            value:
              labels.length === 0
                ? none
                : labels.map(([name, value]) => <Mono key={name} text={`${name} = ${value}`} />),
          },
        ]}
      />
    </Section>
  );
}

/** Rows of what a container is part of; none for one that stands by itself. */
function belonging({ pod, parent, self, sharedLower }: Instance): { name: string; value: ReactNode }[] {
  const rows = [];
  if (self === true) rows.push({ name: 'This is', value: 'the collector itself' });
  if (pod) {
    const whose = pod.container === null ? 'its sandbox' : `container ${pod.container}`;
    rows.push({ name: 'Pod', value: <Mono text={`${pod.namespace}/${pod.name}, ${whose}`} /> });
  }
  if (parent) rows.push({ name: 'Runs inside', value: <Mono text={parent} /> });
  if (sharedLower !== undefined && sharedLower > 0)
    rows.push({ name: 'Shared layers', value: `${number(sharedLower)}, with other containers that run` });
  return rows;
}

const listening = ({ protocol, address, port, exe }: Listener) => (
  <Mono
    key={`${protocol} ${address} ${port}`}
    text={`${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}, ${exe ?? 'program not read'}`}
  />
);

function Mono({ text }: { text: string }) {
  return <span className="mono block [overflow-wrap:anywhere]">{visible(text)}</span>;
}

/** Processes inside whose walls are not those of the container's first process. */
export function Deviations({ deviations }: { deviations: Instance['deviations'] }) {
  return (
    <Section title="Deviations" lead="processes inside whose walls are not those of the first one">
      {deviations.length === 0 ? (
        <p className="text-ink-2">None.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Wall</th>
              <th>Difference</th>
              <th>Program</th>
              <th className="r">Processes</th>
            </tr>
          </thead>
          <tbody>
            {deviations.map((deviation, index) => (
              <tr key={index}>
                <th scope="row">{visible(deviation.wall)}</th>
                <td>{visible(deviation.difference)}</td>
                <td className="mono [overflow-wrap:anywhere]">
                  {deviation.exe === null ? 'not read' : visible(deviation.exe)}
                </td>
                <td
                  className="r"
                  title={`${plural(deviation.pids.length, 'pid')}: ${deviation.pids.join(', ')}`}
                >
                  {number(deviation.count)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
