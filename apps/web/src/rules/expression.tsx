'use client';
import { useEffect, useId, useRef } from 'react';
import { visible } from '../words/visible';
import { cx } from '../words/cx';
import styles from './rules.module.css';

/** Where an expression is wrong, and what is. */
export interface Problem {
  message: string;
  line: number;
  column: number;
}

/** Writes an expression: numbered lines, what is wrong below it with its place, Ctrl+Enter to test. */
export function Expression({
  value,
  problem,
  change,
  test,
}: {
  value: string;
  problem: Problem | null;
  change: (value: string) => void;
  test: () => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLOListElement>(null);
  const described = useId();
  const lines = value.split('\n');
  const go = ({ line, column }: Problem) => {
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(start, start);
  };
  // Whoever tests goes on where it is wrong.
  useEffect(() => {
    if (problem) go(problem);
    // Only a new problem moves the cursor, not every stroke after it.
  }, [problem]);
  return (
    <div>
      <div className={cx(styles.editor, problem && styles.wrong)}>
        <ol ref={numbers} className={styles.numbers} aria-hidden="true">
          {lines.map((_, index) => (
            <li key={index} className={problem?.line === index + 1 ? styles.here : undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          name="expression"
          aria-label="What must hold"
          aria-invalid={problem !== null}
          aria-describedby={described}
          value={value}
          rows={Math.min(16, Math.max(4, lines.length + 1))}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          maxLength={2000}
          onChange={(event) => change(event.target.value)}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            test();
          }}
        />
      </div>
      <div id={described}>
        {problem ? (
          <div role="alert" className={styles.problem}>
            <button type="button" className="lk" onClick={() => go(problem)}>
              line {problem.line}, column {problem.column}
            </button>
            : {visible(problem.message)}
            <pre aria-hidden="true">
              {visible((lines[problem.line - 1] ?? '').slice(0, problem.column - 1))}
              <mark>{visible((lines[problem.line - 1] ?? '').slice(problem.column - 1)) || ' '}</mark>
            </pre>
          </div>
        ) : null}
      </div>
    </div>
  );
}
