'use client';
import { useState } from 'react';
import { Section } from '../lattice/section';
import { dateTime, plural } from '../words/format';
import styles from './container.module.css';
import type { Container } from './query';

/** When which posture held; each time leads to the page as it was then. */
export function History({
  history,
  show,
}: {
  history: Container['history'];
  show: (at: string | null) => void;
}) {
  return (
    <Section title="History" lead={`${plural(history.totalCount, 'posture')}, newest first`}>
      <table>
        <thead>
          <tr>
            <th>From</th>
            <th>To</th>
            <th>Posture</th>
          </tr>
        </thead>
        <tbody>
          {history.nodes.map(({ postureHash, from, to }) => (
            <tr key={from}>
              <td>
                <button type="button" className="n" onClick={() => show(to ? from : null)}>
                  {dateTime(from)}
                </button>
              </td>
              <td>{to ? dateTime(to) : <b>now</b>}</td>
              <td className="mono text-ink-2" title={postureHash}>
                {postureHash.slice(0, 12)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** A document as the API gave it, to read or to copy. */
export function RawDocument({ title, lead, document }: { title: string; lead: string; document: unknown }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  // Stringified JSON escapes control characters by itself; it is text in a <pre>, never markup.
  const text = JSON.stringify(document, null, 2);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <Section
      title={title}
      lead={lead}
      end={
        <button type="button" className="btn h-[26px] px-[10px] text-small" onClick={() => void copy()}>
          <span aria-live="polite">
            {{ no: 'Copy', yes: 'Copied', refused: 'The browser refused; select it' }[copied]}
          </span>
        </button>
      }
    >
      <details>
        <summary className="cursor-pointer py-1">Show the document</summary>
        <pre className={styles.raw} tabIndex={0}>
          {text}
        </pre>
      </details>
    </Section>
  );
}
