'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { request, RequestError } from '../graphql/request';
import type { Severity, WallName } from '../graphql/generated/graphql';
import { walls } from '../walls/vocabulary';
import { visible } from '../words/visible';
import { idOf } from './examples';
import { Expression, type Problem } from './expression';
import { Help } from './help';
import { SaveRule, TestRule, type Draft, type Tested } from './query';
import styles from './rules.module.css';
import { Trial } from './trial';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/**
 * Writes a rule: its expression is tried on what runs before it can be saved. `replaces` is the version that is edited and
 * what it said, `null` for a new rule.
 */
export function RuleForm({
  draft: given,
  replaces,
  saved,
}: {
  draft: Draft;
  replaces: { version: number; expression: string; retired: boolean } | null;
  saved: (id: string) => void;
}) {
  const [draft, setDraft] = useState(given);
  const [ownId, setOwnId] = useState(given.id !== '');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState<{ expression: string; tested: Tested } | null>(null);
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: (expression: string) => request(TestRule, { expression }),
    onSuccess: ({ testCustomRule: tested }, expression) => setTried({ expression, tested }),
  });
  const save = useMutation({
    mutationFn: () =>
      request(SaveRule, {
        rule: draft,
        replaces: replaces?.version ?? null,
        note: note === '' ? null : note,
      }),
    onSuccess: async ({ saveCustomRule: { id } }) => {
      await client.invalidateQueries();
      saved(id);
    },
  });
  const set = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    if (save.error) save.reset();
  };
  const { expression } = draft;
  const tested = tried?.expression === expression ? tried.tested : null;
  const isKnown = tested?.trial != null || replaces?.expression === expression;
  const refused = detailsOf(save.error);
  const problem = tested?.problem ?? refused.problem;
  const runTest = () => {
    if (!test.isPending && expression.trim() !== '') test.mutate(expression);
  };
  const error = (field: string) =>
    refused.field === field && !refused.problem ? save.error?.message : undefined;
  return (
    <form
      className={styles.write}
      onSubmit={(event) => {
        event.preventDefault();
        if (isKnown) save.mutate();
        else runTest();
      }}
    >
      <div className={styles.ask}>
        <h2 className="mb-2">What must hold</h2>
        <Expression
          value={expression}
          problem={problem}
          change={(value) => set({ expression: value })}
          test={runTest}
        />
        {error('expression') !== undefined && <p role="alert">{visible(error('expression') ?? '')}</p>}
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
          <button
            type="button"
            className={isKnown ? 'btn' : 'btn btn-ink'}
            disabled={test.isPending || expression.trim() === ''}
            onClick={runTest}
          >
            {test.isPending ? 'Testing…' : 'Test on what runs'}
          </button>
          <small>Ctrl+Enter. Nothing is saved by a test.</small>
        </div>
      </div>
      <div className={styles.words}>
        <Field label="Title" hint="what is wrong where it fails" error={error('title')}>
          {(described) => (
            <input
              {...described}
              value={draft.title}
              maxLength={200}
              required
              onChange={({ target: { value: title } }) => set(ownId ? { title } : { title, id: idOf(title) })}
            />
          )}
        </Field>
        <div className={styles.row}>
          <Field label="Id" hint={replaces ? 'stays that of the rule' : 'stays for good'} error={error('id')}>
            {(described) => (
              <input
                {...described}
                className="mono"
                value={draft.id}
                maxLength={100}
                required
                readOnly={replaces !== null}
                onChange={({ target: { value: id } }) => {
                  setOwnId(id !== '');
                  set({ id });
                }}
              />
            )}
          </Field>
          <Field label="Wall" error={error('wall')}>
            {(described) => (
              <select
                {...described}
                value={draft.wall}
                onChange={({ target: { value } }) => set({ wall: value as WallName })}
              >
                {walls.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Severity" error={error('severity')}>
            {(described) => (
              <select
                {...described}
                value={draft.severity}
                onChange={({ target: { value } }) => set({ severity: value as Severity })}
              >
                {severities.map((severity) => (
                  <option key={severity}>{severity}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <Field label="Why" hint="what can happen" error={error('rationale')}>
          {(described) => (
            <textarea
              {...described}
              rows={2}
              value={draft.rationale}
              maxLength={2000}
              required
              onChange={({ target: { value } }) => set({ rationale: value })}
            />
          )}
        </Field>
        <Field label="How to mend it" error={error('fix')}>
          {(described) => (
            <textarea
              {...described}
              rows={2}
              value={draft.fix}
              maxLength={2000}
              required
              onChange={({ target: { value } }) => set({ fix: value })}
            />
          )}
        </Field>
        <Field label="Note" hint="on this version, for those who come later" error={error('note')}>
          {(described) => (
            <input
              {...described}
              value={note}
              maxLength={2000}
              onChange={({ target: { value } }) => setNote(value)}
            />
          )}
        </Field>
        {save.error && refused.field === undefined && <p role="alert">{visible(save.error.message)}</p>}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <button
            type="submit"
            className={isKnown ? 'btn btn-ink' : 'btn'}
            disabled={!isKnown || save.isPending}
          >
            {replaces === null ? 'Save' : `Save version ${replaces.version + 1}`}
          </button>
          <small>
            {isKnown
              ? 'The whole fleet is then judged anew, in the background.'
              : 'It can be saved once it was tested as it stands.'}
          </small>
        </div>
      </div>
      <div className={styles.side}>
        <h2 className="mb-2">What it would say</h2>
        {test.error && <p role="alert">{visible(test.error.message)}</p>}
        {tested?.trial ? (
          <>
            <Trial trial={tested.trial} reads={tested.reads} />
            <details className="mt-4">
              <summary className="cursor-pointer text-ink-2">What an expression can say</summary>
              <Help />
            </details>
          </>
        ) : (
          <>
            <p className="max-w-[62ch]">
              {problem
                ? 'Nothing yet: it cannot be read.'
                : tried === null
                  ? 'Test it to see on how many of the containers that run now it would fail, pass or could not be decided, and by which facts.'
                  : 'It is another expression now: test it again.'}
            </p>
            <Help />
          </>
        )}
      </div>
    </form>
  );
}

/** What the API says of an argument: which field, and where in an expression. */
function detailsOf(error: Error | null): { field: string | undefined; problem: Problem | null } {
  if (!(error instanceof RequestError)) return { field: undefined, problem: null };
  const { field, line, column } = error.details;
  return {
    field: typeof field === 'string' ? field : undefined,
    problem:
      typeof line === 'number' && typeof column === 'number'
        ? { message: error.message, line, column }
        : null,
  };
}

function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string;
  error: string | undefined;
  children: (described: { 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}) {
  const id = useId();
  return (
    <div>
      <label>
        {label} {hint !== undefined && <small>{hint}</small>}
        {children({ 'aria-describedby': id, 'aria-invalid': error !== undefined })}
      </label>
      <div id={id}>
        {error !== undefined && (
          <p role="alert" className={styles.problem}>
            {visible(error)}
          </p>
        )}
      </div>
    </div>
  );
}
