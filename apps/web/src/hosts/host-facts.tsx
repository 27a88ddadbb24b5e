import { RawDocument } from '../container/history';
import styles from '../container/container.module.css';
import { Section } from '../lattice/section';
import { asHostDocument, reading, type Fact, type HostDocument } from '../posture/document';
import { FactTable, FactValue } from '../posture/fact';
import { bytes, number } from '../words/format';
import { visible } from '../words/visible';

/** Every fact of the host document: the kernel, what it enforces, its switches and its runtimes. */
export function HostFacts({ document }: { document: unknown }) {
  const known = asHostDocument(document);
  if (document === null || document === undefined) {
    return (
      <Section title="Kernel">
        <p>The host has not reported yet, so nothing is known about it.</p>
      </Section>
    );
  }
  return (
    <>
      {known && <Incomplete host={known} />}
      {known && (
        <div className={styles.columns}>
          <Kernel host={known} />
          <Sysctls sysctls={known.sysctls} />
        </div>
      )}
      {known && <Runtimes host={known} />}
      <RawDocument title="Host document" lead="as the collector sent it" document={document} />
    </>
  );
}

function Kernel({ host }: { host: HostDocument }) {
  return (
    <Section title="Kernel" lead="what the host is, and what it enforces">
      <FactTable
        rows={[
          { name: 'Kernel', value: <FactValue of={host.kernel}>{visible}</FactValue> },
          { name: 'System', value: <FactValue of={host.os}>{(os) => visible(os.name)}</FactValue> },
          { name: 'Architecture', value: <FactValue of={host.architecture}>{visible}</FactValue> },
          { name: 'Processors', value: <FactValue of={host.cpus}>{number}</FactValue> },
          { name: 'Memory', value: <FactValue of={host.memory}>{bytes}</FactValue> },
          { name: 'cgroups', value: <FactValue of={host.cgroupMode}>{visible}</FactValue> },
          {
            name: 'Security modules',
            value: (
              <FactValue of={host.lsms}>
                {(lsms) => (lsms.length === 0 ? <b>none</b> : visible(lsms.join(', ')))}
              </FactValue>
            ),
          },
          { name: 'Lockdown', value: <FactValue of={host.lockdown}>{visible}</FactValue> },
          {
            name: 'Last capability',
            value: <FactValue of={host.capLastCap}>{(bit) => `bit ${bit}`}</FactValue>,
          },
        ]}
      />
    </Section>
  );
}

function Sysctls({ sysctls }: { sysctls: HostDocument['sysctls'] }) {
  return (
    <Section title="Switches" lead="the sysctls that walls depend on">
      <FactTable
        rows={Object.entries(sysctls)
          // The database keeps its own order of keys.
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => ({
            name: <span className="mono">{visible(name)}</span>,
            value: (
              <FactValue of={value}>{(text) => <span className="mono">{visible(text)}</span>}</FactValue>
            ),
          }))}
      />
    </Section>
  );
}

/** Containers that the collector cannot see are in no list: this is the place that says so. */
function Incomplete({ host: { processesComplete } }: { host: HostDocument }) {
  const read = processesComplete === undefined ? null : reading(processesComplete);
  if (read === null || read.kind === 'value') return null;
  return (
    <p className="mb-4 border-l-2 border-ink bg-sunk px-4 py-3">
      <b>Not every process of this host is shown to the collector</b>: {visible(read.reason)}. Containers and
      runtimes may be missing here.
    </p>
  );
}

function Runtimes({ host: { runtimes, runtimesComplete } }: { host: HostDocument }) {
  return (
    <Section title="Runtimes" lead="and the part of their settings that changes what containers get">
      {runtimes.length === 0 && <p className="text-ink-2">None found.</p>}
      <FactTable
        rows={runtimes.map(({ name, version, configuration }) => ({
          name: (
            <>
              {visible(name)}
              <p className="font-normal text-ink-2">
                <FactValue of={version}>{visible}</FactValue>
              </p>
            </>
          ),
          value: <FactValue of={configuration}>{(settings) => <Settings settings={settings} />}</FactValue>,
        }))}
      />
      {runtimesComplete !== undefined && reading(runtimesComplete).kind !== 'value' && (
        <p className="pt-3">
          Others may be there: <FactValue of={runtimesComplete}>{() => null}</FactValue>
        </p>
      )}
    </Section>
  );
}

function Settings({ settings }: { settings: Record<string, Fact<string | boolean | number>> }) {
  const entries = Object.entries(settings);
  if (entries.length === 0) return <span className="text-ink-3">nothing but defaults</span>;
  return (
    <ul className="mono leading-[1.6] [overflow-wrap:anywhere]">
      {entries.map(([key, value]) => (
        <li key={key}>
          {visible(key)} ={' '}
          <FactValue of={value}>{(known) => (known === '' ? '""' : visible(String(known)))}</FactValue>
        </li>
      ))}
    </ul>
  );
}
