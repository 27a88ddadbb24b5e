import { Glyph } from '../walls/glyph';
import { number } from '../words/format';
import { visible } from '../words/visible';
import type { ControlResult } from './query';

/** The controls of one section: how each stands, over how many, and the rules that say so or why none does. */
export function Controls({ results }: { results: readonly ControlResult[] }) {
  const width = Math.max(6, ...results.map(({ control }) => control.id.length)) + 1;
  const rows = (some: readonly ControlResult[]) =>
    some.map((result) => <ControlRow key={result.control.id} result={result} width={width} />);
  const assessed = results.filter(({ control }) => control.notAssessed == null);
  const others = results.filter(({ control }) => control.notAssessed != null);
  return (
    <>
      <ul>{rows(assessed)}</ul>
      {others.length > 0 && (
        <details>
          <summary className="cursor-pointer py-[10px] pl-8 text-ink-2 hover:bg-sunk">
            {others.length} not assessed, each with why
          </summary>
          <ul>{rows(others)}</ul>
        </details>
      )}
    </>
  );
}

const glyphs = { fail: 'open', unknown: 'unknown', pass: 'closed' } as const;
const words = {
  fail: 'fails',
  unknown: 'not known',
  pass: 'passes',
  not_applicable: 'does not apply',
  not_assessed: 'not assessed',
} as const;

/** `width`: of the column of ids, in figures of its font. */
function ControlRow({ result, width }: { result: ControlResult; width: number }) {
  const { control, state } = result;
  const glyph = state in glyphs ? glyphs[state as keyof typeof glyphs] : null;
  const head = (
    <span
      className="grid items-baseline gap-x-3 py-[7px] max-sm:grid-cols-[20px_1fr]! max-sm:[&>*:nth-child(n+3)]:col-start-2 max-sm:[&>*:nth-child(n+3)]:text-left"
      style={{ gridTemplateColumns: `20px ${width}ch 1fr auto` }}
    >
      <span className="self-center">{glyph && <Glyph state={glyph} label={words[state]} />}</span>
      <span className="mono break-words">{control.id}</span>
      <span className={glyph === null ? 'text-ink-2' : undefined}>{control.title}</span>
      <span className="text-right text-ink-2">
        <Standing result={result} />
      </span>
    </span>
  );
  if (control.notAssessed != null)
    return (
      <li className="border-b border-line">
        {head}
        <p className="pb-2 pl-8 text-small text-ink-3">{control.notAssessed}</p>
      </li>
    );
  return (
    <li className="border-b border-line">
      <details>
        <summary className="cursor-pointer list-none hover:bg-sunk">{head}</summary>
        <ul className="pb-4 pl-8">
          {control.rules.map((rule) => (
            <li key={rule.id} className="py-1">
              <p>
                {visible(rule.title)} <span className="mono text-small text-ink-3">{rule.id}</span>
              </p>
              <p className="text-small text-ink-2">{visible(rule.remediation)}</p>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** `4 of 10 containers fail, 2 not known`. */
function Standing({
  result: { state, pass, fail, unknown, notApplicable, control },
}: {
  result: ControlResult;
}) {
  if (state === 'not_assessed' || state === 'not_applicable') return <>{words[state]}</>;
  const total = pass + fail + unknown + notApplicable;
  const of =
    control.about === 'host' ? (total === 1 ? 'host' : 'hosts') : total === 1 ? 'container' : 'containers';
  if (state === 'pass')
    return (
      <>
        passes on {number(pass)}
        {notApplicable > 0 && <> of {number(total)}</>} {of}
      </>
    );
  return (
    <>
      {fail > 0 && (
        <b className="text-hole">
          {number(fail)} of {number(total)} {of} {fail === 1 ? 'fails' : 'fail'}
        </b>
      )}
      {fail > 0 && unknown > 0 && ', '}
      {unknown > 0 && (
        <b className="text-ink">
          {number(unknown)}
          {fail === 0 && ` of ${number(total)} ${of}`} not known
        </b>
      )}
    </>
  );
}
