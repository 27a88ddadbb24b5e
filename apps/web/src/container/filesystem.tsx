import { Section } from '../lattice/section';
import { reading, type Mount, type Posture } from '../posture/document';
import { FactTable, FactValue, NameList } from '../posture/fact';
import { mountTree } from '../posture/mount-tree';
import { number, plural } from '../words/format';
import { visible } from '../words/visible';
import styles from './container.module.css';

/** What is mounted where, as a tree. */
export function Mounts({ filesystem }: { filesystem: Posture['filesystem'] }) {
  const mounts = reading(filesystem.mounts);
  const fromHost =
    mounts.kind === 'value'
      ? mounts.value.filter((mount) => reading(mount.fromHost).kind === 'value' && mount.fromHost === true)
          .length
      : 0;
  return (
    <Section
      title="Mounts"
      lead={
        <FactValue of={filesystem.mounts}>
          {(list) => `${number(list.length)} in all, ${number(fromHost)} show files of the host`}
        </FactValue>
      }
    >
      {mounts.kind === 'value' && (
        <table className={styles.tree}>
          <thead>
            <tr>
              <th>Mounted at</th>
              <th>Access</th>
              <th className={styles.optional}>Type</th>
              <th>On the host</th>
              <th className={styles.optional}>Options</th>
            </tr>
          </thead>
          <tbody>
            {mountTree(mounts.value).map(({ mount, depth }, index) => (
              <MountRow key={index} mount={mount} depth={depth} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function MountRow({ mount, depth }: { mount: Mount; depth: number }) {
  return (
    <tr>
      <td className="mono [overflow-wrap:anywhere]">
        {Array.from({ length: depth }, (_, level) => (
          <span key={level} className={styles.indent} />
        ))}
        {visible(mount.destination)}
      </td>
      <td>{mount.readonly ? <span className="text-ink-2">read</span> : <b>write</b>}</td>
      <td className={`text-ink-2 ${styles.optional ?? ''}`}>{visible(mount.type)}</td>
      <td className="[overflow-wrap:anywhere]">
        <FactValue of={mount.fromHost}>
          {(fromHost) =>
            fromHost ? (
              <span className="mono">{mount.source === null ? 'of the host' : visible(mount.source)}</span>
            ) : (
              <span className="text-ink-3">nothing</span>
            )
          }
        </FactValue>
        {reading(mount.fromHost).kind !== 'value' && mount.source !== null && (
          <span className="mono"> {visible(mount.source)}</span>
        )}
      </td>
      <td className={`text-ink-2 ${styles.optional ?? ''}`}>
        {visible([...mount.options, mount.propagation].join(', '))}
      </td>
    </tr>
  );
}

/** The root, what is covered, what should be and is not, and the device nodes. */
export function Paths({ filesystem }: { filesystem: Posture['filesystem'] }) {
  return (
    <Section title="Filesystem" lead="the root, the covered paths and the devices">
      <FactTable
        rows={[
          {
            name: 'Root',
            value: (
              <FactValue of={filesystem.root}>
                {({ type, readonly, lowerLayers }) => (
                  <>
                    {visible(type)}, {readonly ? 'read-only' : <b>writable</b>}
                    {lowerLayers !== null && `, ${plural(lowerLayers, 'layer')} below`}
                  </>
                )}
              </FactValue>
            ),
          },
          {
            name: 'Exposed',
            value: (
              <FactValue of={filesystem.exposedPaths}>
                {(paths) =>
                  paths.length === 0 ? (
                    <span className="text-ink-3">none of those that runtimes usually cover</span>
                  ) : (
                    <b>
                      <NameList names={paths} none="" />
                    </b>
                  )
                }
              </FactValue>
            ),
          },
          {
            name: 'Masked',
            value: (
              <FactValue of={filesystem.maskedPaths}>
                {(paths) => <NameList names={paths} none="none" />}
              </FactValue>
            ),
          },
          {
            name: 'Read-only',
            value: (
              <FactValue of={filesystem.readonlyPaths}>
                {(paths) => <NameList names={paths} none="none" />}
              </FactValue>
            ),
          },
          {
            name: 'Devices',
            value: (
              <FactValue of={filesystem.devices}>
                {(devices) => (
                  <NameList
                    none="none"
                    names={devices.map(
                      ({ path, type, major, minor }) => `${path}  ${type} ${major}:${minor}`,
                    )}
                  />
                )}
              </FactValue>
            ),
          },
        ]}
      />
    </Section>
  );
}
