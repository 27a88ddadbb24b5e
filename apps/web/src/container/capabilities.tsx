import { Section } from '../lattice/section';
import { bare, capabilityColumns, defaultCapabilities } from '../posture/capability-names';
import { reading, type Posture } from '../posture/document';
import { FactValue } from '../posture/fact';
import { cx } from '../words/cx';
import styles from './container.module.css';

const sets = ['effective', 'permitted', 'bounding', 'inheritable', 'ambient'] as const;

const formOf = (held: boolean, byDefault: boolean) =>
  held
    ? {
        form: byDefault ? styles.held : styles.beyond,
        word: byDefault ? 'held, in the default' : 'held, beyond the default',
      }
    : {
        form: byDefault ? styles.dropped : styles.not,
        word: byDefault ? 'in the default, dropped' : 'not held',
      };

/** The five sets by every capability: what is held, and whether that is beyond what runtimes grant by default. */
export function Capabilities({ capabilities }: { capabilities: Posture['capabilities'] }) {
  const heldBySet = sets.map((set) => {
    const read = reading(capabilities[set]);
    return { set, held: read.kind === 'value' ? new Set(read.value.map(bare)) : null };
  });
  const columns = capabilityColumns(heldBySet.map(({ held }) => [...(held ?? [])]));
  const effective = heldBySet[0]?.held ?? null;
  const beyond =
    effective === null ? [] : [...effective].filter((name) => !defaultCapabilities.has(name)).sort();
  const heldAnywhere = (name: string) => heldBySet.some(({ held }) => held?.has(name));
  const keys = [
    [true, false],
    [true, true],
    [false, true],
    [false, false],
  ] as const;
  return (
    <Section
      title="Capabilities"
      lead={
        <FactValue of={capabilities.effective}>
          {(held) => (
            <>
              {held.length} of {columns.length} effective;{' '}
              {beyond.length === 0 ? 'none' : <b className="text-hole">{beyond.length}</b>} beyond the default
            </>
          )}
        </FactValue>
      }
      end={
        <span className="flex flex-wrap gap-x-5 text-small text-ink-2">
          {keys.map(([held, byDefault]) => {
            const { form, word } = formOf(held, byDefault);
            return (
              <span key={word} className={styles.key}>
                <i className={form} /> {word}
              </span>
            );
          })}
        </span>
      }
    >
      <div className={styles.matrix} role="table" aria-label="Capabilities by set">
        <div role="row" className={styles.capabilities} style={template(columns.length)}>
          <span role="columnheader">
            <span className="sr-only">Set</span>
          </span>
          {columns.map((name) => {
            const byDefault = defaultCapabilities.has(name);
            const added = !byDefault && heldAnywhere(name);
            return (
              <span
                key={name}
                role="columnheader"
                className={styles.capName}
                data-default={byDefault}
                data-added={added}
              >
                <span>{name}</span>
              </span>
            );
          })}
        </div>
        {heldBySet.map(({ set, held }) => (
          <div key={set} role="row" className={styles.capabilities} style={template(columns.length)}>
            <span role="rowheader" className={styles.capSet}>
              {set} <b>{held?.size ?? '?'}</b>
            </span>
            {held === null ? (
              <span role="cell" className={styles.capUnknown}>
                <FactValue of={capabilities[set]}>{() => null}</FactValue>
              </span>
            ) : (
              columns.map((name) => {
                const byDefault = defaultCapabilities.has(name);
                const { form, word } = formOf(held.has(name), byDefault);
                return (
                  <span
                    key={name}
                    role="cell"
                    className={styles.capCell}
                    data-default={byDefault}
                    title={`${name}, ${set}: ${word}`}
                  >
                    <i className={form} />
                    <span className="sr-only">{word}</span>
                  </span>
                );
              })
            )}
          </div>
        ))}
      </div>
      <dl className={styles.capList}>
        {sets.map((set) => (
          <div key={set}>
            <dt className="font-semibold">{set}</dt>
            <dd className="mono [overflow-wrap:anywhere]">
              <FactValue of={capabilities[set]}>
                {(names) =>
                  names.length === 0 ? (
                    <span className="text-ink-3">none</span>
                  ) : (
                    names.map(bare).map((name, index) => (
                      <span
                        key={name}
                        className={cx(!defaultCapabilities.has(name) && 'font-medium text-hole')}
                      >
                        {index > 0 && ', '}
                        {name}
                      </span>
                    ))
                  )
                }
              </FactValue>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const template = (columns: number) => ({ gridTemplateColumns: `100px repeat(${columns}, minmax(0, 1fr))` });
