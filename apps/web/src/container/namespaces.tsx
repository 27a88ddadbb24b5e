import { Section } from '../lattice/section';
import { reading, type Instance, type Posture } from '../posture/document';
import { FactTable, FactValue } from '../posture/fact';
import { number } from '../words/format';
import styles from './container.module.css';

const types = ['pid', 'network', 'mount', 'ipc', 'uts', 'user', 'cgroup', 'time'] as const;
const relation = { own: 'nobody', host: 'the host', container: 'another container' } as const;

/** Which kernel objects the container sees as its own. */
export function Namespaces({ posture, instance }: { posture: Posture; instance: Instance }) {
  const shared = types.filter((type) => {
    const read = reading(posture.namespaces[type]);
    return read.kind === 'value' && read.value === 'host';
  }).length;
  return (
    <Section title="Namespaces" lead={`${shared} of ${types.length} shared with the host`}>
      <table>
        <thead>
          <tr>
            <th>Type</th>
            <th>Shared with</th>
            <th className={`r ${styles.optional ?? ''}`}>Inode</th>
          </tr>
        </thead>
        <tbody>
          {types.map((type) => {
            const inode = instance.namespaceIds[type];
            return (
              <tr key={type}>
                <th scope="row">{type}</th>
                <td>
                  <FactValue of={posture.namespaces[type]}>
                    {(value) => (
                      <span className={value === 'own' ? 'text-ink-2' : 'font-semibold'}>
                        {relation[value]}
                      </span>
                    )}
                  </FactValue>
                </td>
                <td className={`r mono text-ink-2 ${styles.optional ?? ''}`}>
                  {inode ?? <span className="text-ink-3">not read</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

/** Who the container's processes are inside and on the host. */
export function UserFacts({ user }: { user: Posture['user'] }) {
  const map = <FactValue of={user.uidMappings}>{(lines) => <Mappings lines={lines} />}</FactValue>;
  return (
    <Section title="User" lead="who a process is inside, and on the host">
      <FactTable
        rows={[
          {
            name: 'Inside',
            value: <FactValue of={user.uid}>{(uid) => `uid ${uid}`}</FactValue>,
            note: <FactValue of={user.gid}>{(gid) => `gid ${gid}`}</FactValue>,
          },
          {
            name: 'On the host',
            value: (
              <FactValue of={user.hostUid}>
                {(uid) => (uid === 0 ? <b>uid 0, root</b> : `uid ${number(uid)}`)}
              </FactValue>
            ),
          },
          {
            name: 'More groups',
            value: (
              <FactValue of={user.additionalGids}>
                {(gids) => (gids.length === 0 ? <span className="text-ink-3">none</span> : gids.join(', '))}
              </FactValue>
            ),
          },
          {
            name: 'No new privileges',
            value: <FactValue of={user.noNewPrivileges}>{(on) => (on ? 'set' : <b>not set</b>)}</FactValue>,
          },
          { name: 'uid map', value: map },
          {
            name: 'gid map',
            value: <FactValue of={user.gidMappings}>{(lines) => <Mappings lines={lines} />}</FactValue>,
          },
        ]}
      />
    </Section>
  );
}

function Mappings({ lines }: { lines: readonly { containerId: number; hostId: number; size: number }[] }) {
  if (lines.length === 0) return <span className="text-ink-3">no ids are mapped</span>;
  return (
    <ul className="mono">
      {lines.map(({ containerId, hostId, size }) => (
        <li key={containerId}>
          {containerId} → {hostId}, {number(size)} {size === 1 ? 'id' : 'ids'}
          {containerId === hostId && <span className="font-sans text-ink-3"> the same as on the host</span>}
        </li>
      ))}
    </ul>
  );
}
