import styles from '../drift/drift.module.css';
import { Item } from '../drift/item';
import { Section } from '../lattice/section';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import { Glyph } from '../walls/glyph';
import type { Container } from './query';

/** How the container is not as its baseline says. */
export function ContainerDrift({ container }: { container: Container }) {
  const { drift, workload, name } = container;
  return (
    <Section
      id="drift"
      title="Drift"
      lead={
        workload
          ? `one of ${plural(workload.containerCount, 'container')} of ${visible(workload.name)}`
          : 'nobody made it to be one of several'
      }
    >
      {drift.length > 0 ? (
        <div className={styles.inPage}>
          {drift.map((item) => (
            <Item key={item.id} item={{ ...item, container: { id: container.id, name } }} subject="It" />
          ))}
        </div>
      ) : workload?.baseline ? (
        <p className="text-ink-2">
          <Glyph state="closed" className="mr-2" />
          It is as its baseline says.
        </p>
      ) : (
        <p>
          <Glyph state="unknown" className="mr-2" />
          <b>Nothing is known yet that it should be.</b>{' '}
          <span className="text-ink-2">A baseline is learned from the first posture that stands still.</span>
        </p>
      )}
    </Section>
  );
}
