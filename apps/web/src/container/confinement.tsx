import { Section } from '../lattice/section';
import type { Posture } from '../posture/document';
import { FactTable, FactValue } from '../posture/fact';
import { plural } from '../words/format';
import { visible } from '../words/visible';

/** The system call filter and the security modules. */
export function Confinement({
  posture: { seccomp, lsm },
  declared,
}: {
  posture: Posture;
  declared: Posture | null;
}) {
  const profile = declared?.seccomp.profile;
  return (
    <Section title="Seccomp and LSM" lead="what filters its system calls and its access">
      <FactTable
        rows={[
          {
            name: 'Seccomp',
            value: (
              <FactValue of={seccomp.mode}>
                {(mode) => (mode === 'disabled' ? <b>disabled</b> : visible(mode))}
              </FactValue>
            ),
            note: <FactValue of={seccomp.filters}>{(filters) => plural(filters, 'program')}</FactValue>,
          },
          // The kernel does not show what a filter lets pass; the runtime that made it says so.
          ...(profile === undefined
            ? []
            : [
                {
                  name: 'Profile asked for',
                  value: (
                    <FactValue of={profile}>
                      {({ allowed, defaultAction }) =>
                        `${plural(allowed.length, 'system call')} pass, others ${visible(defaultAction)}`
                      }
                    </FactValue>
                  ),
                  note: (
                    <FactValue of={profile}>
                      {({ hash }) => <span className="mono">{visible(hash.slice(0, 12))}</span>}
                    </FactValue>
                  ),
                },
              ]),
          {
            name: 'AppArmor',
            value: (
              <FactValue of={lsm.apparmor}>
                {({ profile, mode }) => (
                  <>
                    <span className="mono">{visible(profile)}</span>,{' '}
                    {mode === 'enforce' ? mode : <b>{visible(mode)}</b>}
                  </>
                )}
              </FactValue>
            ),
          },
          {
            name: 'SELinux',
            value: (
              <FactValue of={lsm.selinux}>
                {(label) => (
                  <>
                    <span className="mono">
                      {visible(`${label.user}:${label.role}:${label.type}:${label.level}`)}
                    </span>
                    , {visible(label.mode)}
                  </>
                )}
              </FactValue>
            ),
          },
        ]}
      />
    </Section>
  );
}
