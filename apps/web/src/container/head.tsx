import Link from 'next/link';
import { Groups } from '../groups/groups';
import { HostStateMark } from '../hosts/host-state';
import type { Instance } from '../posture/document';
import { Ago } from '../words/ago';
import { dateTime } from '../words/format';
import { Text } from '../words/text';
import { visible } from '../words/visible';
import styles from './container.module.css';
import type { Container } from './query';

/** What the container is called, where it runs and how fresh what is shown is. */
export function Head({ container, instance }: { container: Container; instance: Instance }) {
  const { host, image } = container;
  return (
    <>
      <div className={styles.head}>
        <p className="mb-[6px] text-small text-ink-2">
          <Link className="n" href="/containers">
            Containers
          </Link>{' '}
          /{' '}
          <Link className="n mono" href={`/containers?host=${encodeURIComponent(host.id)}`}>
            {visible(host.name)}
          </Link>
        </p>
        <h1>
          {visible(container.name)}
          <small>
            {container.runtime === 'none' ? 'kernel only' : visible(container.runtime)},{' '}
            {visible(instance.id.slice(0, 12))}
          </small>
        </h1>
      </div>
      <StateNotice container={container} />
      {container.self && (
        <p className="mb-4 border-l-2 border-ink bg-sunk px-4 py-3">
          <b>This is the collector of Shoji itself.</b> It has to reach far to see all others, so it counts in
          no figure of the fleet.
        </p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>Host</dt>
          <dd>
            <Link className="n mono" href={`/hosts/${encodeURIComponent(host.id)}`}>
              <Text of={host.name} />
            </Link>
          </dd>
        </div>
        {host.groups.length > 0 && (
          <div>
            <dt>{host.groups.length === 1 ? 'Host group' : 'Host groups'}</dt>
            <dd>
              <Groups of={host.groups} page="containers" />
            </dd>
          </div>
        )}
        <div>
          <dt>Image</dt>
          <dd>{image?.reference ? <Text className="mono" of={image.reference} /> : 'none known'}</dd>
        </div>
        <div>
          <dt>Kind</dt>
          <dd>{container.kind.replace('_', ' ')}</dd>
        </div>
        <div>
          <dt>Process</dt>
          <dd className="mono">{instance.pid}</dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>{dateTime(instance.startedAt)}</dd>
        </div>
        <div>
          <dt>First seen</dt>
          <dd>{dateTime(container.firstSeen)}</dd>
        </div>
        <div>
          <dt>Last seen</dt>
          <dd>
            <Ago at={container.lastSeen} suffix=" ago" />
          </dd>
        </div>
      </dl>
    </>
  );
}

function StateNotice({ container }: { container: Container }) {
  if (container.state === 'running') return null;
  return (
    <p className="mb-4 border-l-2 border-ink bg-sunk px-4 py-3">
      {container.state === 'gone' ? (
        <>
          <b>This container is gone</b>
          {container.goneAt && `, since ${dateTime(container.goneAt)}`}. What is shown is what was last read.
        </>
      ) : (
        <>
          <b>Whether it still runs is not known:</b> its host <HostStateMark host={container.host} />. What is
          shown is what was last read.
        </>
      )}
    </p>
  );
}
