import { Section } from '../lattice/section';
import { reading, type DeviceRule, type Fact, type IoLimit, type Posture } from '../posture/document';
import { FactTable, FactValue } from '../posture/fact';
import { boundText, quotaText, rlimits, rlimitText } from '../posture/limits';
import { bytes, number } from '../words/format';
import { visible } from '../words/visible';

const none = <b>no limit</b>;

function Limit({ of, write }: { of: Fact<number | null>; write: (value: number) => string }) {
  return <FactValue of={of}>{(value) => (value === null ? none : write(value))}</FactValue>;
}

function Bound({ at }: { at: Fact<string | null> }) {
  return (
    <FactValue of={at}>
      {(where) => (where === null ? null : `set at ${visible(boundText(where))}`)}
    </FactValue>
  );
}

/** What the container can use up, with the limit that binds: the tightest of its cgroup and all above it. */
export function Limits({ cgroups }: { cgroups: Posture['cgroups'] }) {
  const { memory, cpu, pids, io } = cgroups;
  const period = reading(cpu.period);
  return (
    <Section
      title="Limits"
      lead={
        <FactValue of={cgroups.version}>
          {(version) => `cgroup version ${version}; the tightest limit binds`}
        </FactValue>
      }
    >
      <FactTable
        rows={[
          {
            name: 'Memory',
            value: <Limit of={memory.limit} write={bytes} />,
            note: <Bound at={memory.boundAt} />,
          },
          { name: 'Swap', value: <Limit of={memory.swap} write={bytes} /> },
          { name: 'Memory, throttled at', value: <Limit of={memory.high} write={bytes} /> },
          {
            name: 'CPU',
            value: (
              <FactValue of={cpu.quota}>
                {(quota) =>
                  quota === null ? none : quotaText(quota, period.kind === 'value' ? period.value : null)
                }
              </FactValue>
            ),
            note: (
              <FactValue of={cpu.period}>
                {(value) => value !== null && `period ${number(value)} µs`}
              </FactValue>
            ),
          },
          {
            name: 'CPU weight',
            value: <FactValue of={cpu.weight}>{(value) => value ?? 'default'}</FactValue>,
          },
          {
            name: 'CPUs',
            value: (
              <FactValue of={cpu.cpus}>
                {(list) => (list === null ? 'all of the host’s' : visible(list))}
              </FactValue>
            ),
          },
          {
            name: 'Processes',
            value: <Limit of={pids.limit} write={number} />,
            note: <Bound at={pids.boundAt} />,
          },
          { name: 'IO weight', value: <FactValue of={io.weight}>{(value) => value ?? 'default'}</FactValue> },
          {
            name: 'IO limits',
            value: <FactValue of={io.limits}>{(limits) => <IoLimits limits={limits} />}</FactValue>,
          },
          {
            name: 'Device rules',
            value: <FactValue of={cgroups.devices}>{(rules) => <Devices rules={rules} />}</FactValue>,
          },
          {
            name: 'Can write its cgroup',
            value: (
              <FactValue of={cgroups.writable}>{(writable) => (writable ? <b>yes</b> : 'no')}</FactValue>
            ),
          },
        ]}
      />
    </Section>
  );
}

function IoLimits({ limits }: { limits: readonly IoLimit[] }) {
  if (limits.length === 0) return <b>none</b>;
  return (
    <ul>
      {limits.map(({ major, minor, rbps, wbps, riops, wiops }) => (
        <li key={`${major}:${minor}`}>
          <span className="mono">
            {major}:{minor}
          </span>{' '}
          {[
            rbps !== null && `reads ${bytes(rbps)}/s`,
            wbps !== null && `writes ${bytes(wbps)}/s`,
            riops !== null && `${number(riops)} reads/s`,
            wiops !== null && `${number(wiops)} writes/s`,
          ]
            .filter(Boolean)
            .join(', ')}
        </li>
      ))}
    </ul>
  );
}

function Devices({ rules }: { rules: readonly DeviceRule[] }) {
  if (rules.length === 0) return <span className="text-ink-3">none allowed</span>;
  return (
    <span className="mono">
      {rules
        .map(({ type, major, minor, access }) => `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`)
        .join(', ')}
    </span>
  );
}

/** The sixteen limits of the process. */
export function Rlimits({ limits }: { limits: Posture['rlimits'] }) {
  return (
    <Section title="Rlimits" lead="the sixteen limits of a process: what holds, and how far it may raise it">
      <table>
        <thead>
          <tr>
            <th>Limit</th>
            <th className="r">Soft</th>
            <th className="r">Hard</th>
          </tr>
        </thead>
        <tbody>
          {rlimits.map(({ id, what, unit }) => {
            const read = reading(limits[id]);
            return (
              <tr key={id}>
                <th scope="row">
                  <span className="mono font-medium">{id}</span>{' '}
                  <span className="font-normal text-ink-3">{what}</span>
                </th>
                {read.kind === 'value' ? (
                  <>
                    <td className="r">{rlimitText(read.value.soft, unit)}</td>
                    <td className="r">{rlimitText(read.value.hard, unit)}</td>
                  </>
                ) : (
                  <td className="r" colSpan={2}>
                    <FactValue of={limits[id]}>{() => null}</FactValue>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
