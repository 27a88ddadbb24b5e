import { RawDocument } from '../container/history';
import styles from '../container/container.module.css';
import { Section } from '../lattice/section';
import { asHostDocument, type HostDocument } from '../posture/document';
import { FactTable, FactValue, NameList } from '../posture/fact';
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
      {known && (
        <div className={styles.columns}>
          <Kernel host={known} />
          <Sysctls sysctls={known.sysctls} />
          <Runtimes runtimes={known.runtimes} />
        </div>
      )}
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
        rows={Object.entries(sysctls).map(([name, value]) => ({
          name: <span className="mono">{visible(name)}</span>,
          value: <FactValue of={value}>{(text) => <span className="mono">{visible(text)}</span>}</FactValue>,
        }))}
      />
    </Section>
  );
}

function Runtimes({ runtimes }: { runtimes: HostDocument['runtimes'] }) {
  return (
    <Section title="Runtimes" lead="and the part of their settings that changes what containers get">
      {runtimes.length === 0 && <p className="text-ink-2">None found.</p>}
      <FactTable
        rows={runtimes.map((runtime) => ({
          name: visible(runtime.name),
          value: (
            <>
              <p>
                <FactValue of={runtime.version}>{visible}</FactValue>
              </p>
              <FactValue of={runtime.configuration}>
                {(configuration) => (
                  <NameList
                    none="no settings of note"
                    names={Object.entries(configuration).map(([key, value]) => `${key} = ${String(value)}`)}
                  />
                )}
              </FactValue>
            </>
          ),
        }))}
      />
    </Section>
  );
}
