import Link from 'next/link';
import { Glyph } from '../walls/glyph';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import type { Example } from './query';
import styles from './rules.module.css';

const marks = { fail: 'open', unknown: 'unknown', pass: 'closed' } as const;
const words = {
  fail: 'fails',
  unknown: 'not known',
  pass: 'passes',
  not_applicable: 'does not apply',
} as const;

/** Facts that one line shows. */
const shown = 3;

/** Containers, and the facts that decided each; `wide` where there is room for several beside each other. */
export function ExamplesList({ examples, wide = false }: { examples: readonly Example[]; wide?: boolean }) {
  return (
    <ul className={wide ? styles.many : undefined}>
      {examples.map(({ state, container, alike = 1, evidence }, index) => (
        <li key={index} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 border-b border-line py-[9px]">
          <span className="pt-[1px]">
            {state in marks && (
              <Glyph state={marks[state as keyof typeof marks]} label={words[state]} size={14} />
            )}
          </span>
          <div className="min-w-0">
            <p className="[overflow-wrap:anywhere]">
              {container ? (
                <Link className="n mono font-medium" href={`/containers/${encodeURIComponent(container.id)}`}>
                  {visible(container.name)}
                </Link>
              ) : (
                <span className="text-ink-3">a container that is gone meanwhile</span>
              )}{' '}
              <span className="text-ink-2">
                {words[state]}
                {container && <>, on {visible(container.host.name)}</>}
                {alike > 1 && <>, and {plural(alike - 1, 'other')} like it</>}
              </span>
            </p>
            <ul className="text-small text-ink-2">
              {evidence.slice(0, shown).map(({ field, value, text }) => (
                <li key={field} className={state === 'unknown' ? undefined : 'cut'} title={visible(text)}>
                  {state === 'unknown' ? (
                    <>
                      <code className="text-ink">{visible(field)}</code> {visible(text)}
                    </>
                  ) : (
                    <code className="text-ink">
                      {visible(field)} = {visible(JSON.stringify(value ?? null))}
                    </code>
                  )}
                </li>
              ))}
              {evidence.length > shown && <li>and {plural(evidence.length - shown, 'fact')} more</li>}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}
