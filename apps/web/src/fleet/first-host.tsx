import { Section } from '../lattice/section';
import { walls } from '../walls/vocabulary';
import styles from './fleet.module.css';

const facts = [
  ['Reads', '/proc, /sys and the runtimes’ own records, without writing to any of them'],
  ['Needs', 'Linux with cgroups; what its rights do not let it read is shown as unknown'],
  [
    'Sends',
    'facts about walls, signed with a key that never leaves the host; no file contents, no environment',
  ],
] as const;

/** What the overview says before the first host has reported. */
export function FirstHost() {
  return (
    <main id="main" className={styles.page}>
      <div className="grid grid-cols-[minmax(0,1.62fr)_minmax(0,1fr)] border-b border-line-strong max-md:grid-cols-1">
        <div className="py-11 pr-12 max-md:pr-0">
          <h1 className="mb-3 text-[44px] max-sm:text-[34px]">Add your first host</h1>
          <p className={`${styles.lead} text-ink-2`}>
            On the machine of this server, make a token that one host may join with. On the host, start the
            collector with it. It reads what the kernel enforces and sends it here. It changes nothing.
          </p>
          <pre className="mt-7 overflow-x-auto border border-ink bg-raised px-4 py-4 text-[13.5px] whitespace-pre-wrap">
            npm run -s shoji -- enroll-token create
          </pre>
          <p className="mt-7 border-t border-line-strong pt-3" role="status">
            <b>No host has joined yet.</b>{' '}
            <span className="text-ink-2">
              This page looks again every 5 seconds; nothing needs to be reloaded.
            </span>
          </p>
        </div>
        <aside className="border-l border-line-strong py-11 pl-10 max-md:border-t max-md:border-l-0 max-md:pl-0">
          <h2 className="mb-2 text-lead">What the collector does</h2>
          <dl>
            {facts.map(([term, text]) => (
              <div key={term} className="grid grid-cols-[96px_1fr] gap-3 border-b border-line py-2">
                <dt className="font-medium">{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </aside>
      </div>
      <Section title="The eight walls" lead="Nothing is known yet. Unknown is not closed.">
        <div className={styles.walls}>
          {walls.map(({ id, name, what }) => (
            <div key={id}>
              <h3>{name}</h3>
              <svg className="my-2 block w-full" viewBox="0 0 146 150" aria-hidden="true">
                <rect className={styles.dotted} x="2" y="2" width="142" height="146" />
                <text
                  x="73"
                  y="90"
                  textAnchor="middle"
                  fill="var(--ink)"
                  fontFamily="var(--serif)"
                  fontSize="46"
                >
                  ?
                </text>
              </svg>
              <p className="text-small text-ink-2">{what}</p>
            </div>
          ))}
        </div>
      </Section>
    </main>
  );
}
