import { walls } from '../walls/vocabulary';
import { dateTime } from '../words/format';
import { visible } from '../words/visible';
import type { CustomRule } from './query';
import styles from './rules.module.css';
import { who } from './words';

type Version = CustomRule['versions'][number];

/** Every version, newest first: who saved it, when and why, and what it said. `take` begins an edit from one. */
export function Versions({
  versions,
  take,
}: {
  versions: readonly Version[];
  take: ((version: Version) => void) | null;
}) {
  return (
    <ol>
      {versions.map((version, index) => (
        <li key={version.version} className="border-b border-line">
          <details>
            <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 gap-y-1 py-[9px] hover:bg-sunk">
              <b className="w-20 font-medium">Version {version.version}</b>
              <span className="text-ink-2">
                {version.retired ? 'retired' : 'saved'} by {who(version.savedBy)}, {dateTime(version.savedAt)}
              </span>
              {version.note != null && (
                <span className="[overflow-wrap:anywhere]">“{visible(version.note)}”</span>
              )}
              {index === 0 && !version.retired && <span className="ml-auto font-semibold">in force</span>}
            </summary>
            <div className="pb-4">
              <p className="py-1">
                {visible(version.title)}{' '}
                <span className="text-ink-2">
                  {version.severity}, {walls.find(({ id }) => id === version.wall)?.name}
                </span>
              </p>
              <pre className={styles.code}>{version.expression.split('\n').map(visible).join('\n')}</pre>
              <p className="mt-2 text-ink-2">
                {visible(version.rationale)} {visible(version.fix)}
              </p>
              {take && index > 0 && (
                <button type="button" className="lk mt-1" onClick={() => take(version)}>
                  Edit from this version
                </button>
              )}
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
