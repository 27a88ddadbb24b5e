import type { RemedyPlace } from '../graphql/generated/graphql';
import { visible } from '../words/visible';
import styles from './changes.module.css';

const names: Record<RemedyPlace, string> = {
  docker: 'docker run',
  compose: 'compose',
  kubernetes: 'Kubernetes',
  podman: 'podman',
  lxc: 'LXC',
  daemon: 'daemon, host',
};

interface Change {
  breaks: string;
  verify?: string | null;
  remedies: readonly { place: RemedyPlace; text?: string | null; none?: string | null }[];
}

/** How a change is made in every place that can be told so, what it breaks, and a command that tells whether it is in force. */
export function Remedies({ change, pid }: { change: Change; pid: number }) {
  return (
    <div className={styles.how}>
      <dl>
        {change.remedies.map(({ place, text, none }) => (
          <div key={place}>
            <dt>{names[place]}</dt>
            <dd>{text ? <pre>{visible(text)}</pre> : <span className="text-ink-2">{none}</span>}</dd>
          </div>
        ))}
      </dl>
      <div>
        <p>{change.breaks}</p>
        {change.verify && (
          <>
            <p className="mt-3 text-small text-ink-2">Succeeds on the host where it is in force:</p>
            <pre className={styles.verify} tabIndex={0}>
              {change.verify.replaceAll('$PID', String(pid))}
            </pre>
          </>
        )}
      </div>
    </div>
  );
}
