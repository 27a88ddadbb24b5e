'use client';
import { useEffect, useRef, useState } from 'react';
import styles from './containers.module.css';

/** Where words are looked for; `/` goes there from anywhere on the page. What is typed is asked for after a pause. */
export function SearchBox({ value, set, label }: { value: string; set: (q: string) => void; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  // The URL changed by itself (a link, the way back): the box follows it.
  if (asked !== value) {
    setAsked(value);
    setText(value);
  }

  useEffect(() => {
    if (text === value) return;
    const pause = setTimeout(() => set(text), 250);
    return () => clearTimeout(pause);
  }, [text, value, set]);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  return (
    <label className={styles.search}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 14 14"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        aria-hidden="true"
      >
        <circle cx="6" cy="6" r="4.2" />
        <path d="M9.2 9.2 13 13" />
      </svg>
      <span className="sr-only">Search: {label}</span>
      <input
        ref={input}
        type="search"
        value={text}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        // Whoever leaves the box has done typing. A link leads away: a change of the URL now would call it back.
        onBlur={({ relatedTarget }) => {
          if (relatedTarget instanceof HTMLAnchorElement) setText(value);
          else if (text !== value) set(text);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') set(text);
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
