'use client';
import Link from 'next/link';
import { useState } from 'react';
import layout from '../container/container.module.css';
import { Rejudging } from '../fleet/rejudging';
import type { RuleVersionFragment } from '../graphql/generated/graphql';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { Section } from '../lattice/section';
import { useMayWrite } from '../lattice/status';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { dateTime, plural } from '../words/format';
import { visible } from '../words/visible';
import { Counts } from './counts';
import { ExamplesList } from './examples-list';
import { RuleQuery, type CustomRule, type Draft } from './query';
import { Retire } from './retire';
import { RuleForm } from './rule-form';
import styles from './rules.module.css';
import { Versions } from './versions';
import { severityMark, who } from './words';

const draftOf = (
  id: string,
  { title, wall, severity, rationale, fix, expression }: RuleVersionFragment,
): Draft => ({ id, title, wall, severity, rationale, fix, expression });

/** One rule that people wrote: what it says, where it fails now, and every version of it. */
export function RulePage({ id }: { id: string }) {
  const asked = useLive(RuleQuery, { id });
  return (
    <main id="main" className={layout.page}>
      <Answer asked={asked}>
        {({ customRule: rule, findings, fleet }) =>
          rule == null ? (
            <div className="py-[18px]">
              <h1>No such rule</h1>
              <p className="mt-2">
                <Link className="lk" href="/rules">
                  All rules
                </Link>
              </p>
            </div>
          ) : (
            <>
              <Head rule={rule} />
              <Rejudging progress={fleet.rejudgement} />
              <Edit key={id} rule={rule} />
              {findings.totalCount > 0 && (
                <Section
                  title="Where it fails or is not known"
                  lead={`${plural(findings.totalCount, 'container')}, as judged so far${findings.totalCount > findings.nodes.length ? `; the first ${findings.nodes.length}` : ''}`}
                >
                  <ExamplesList examples={findings.nodes} wide />
                </Section>
              )}
            </>
          )
        }
      </Answer>
    </main>
  );
}

function Head({ rule: { id, newest, counts, problem } }: { rule: CustomRule }) {
  const facts: [string, React.ReactNode][] = [
    ['Wall', walls.find((wall) => wall.id === newest.wall)?.name],
    [
      'Severity',
      <>
        <Glyph state={severityMark(newest.severity)} size={14} className="mr-[6px]" />
        {newest.severity}
      </>,
    ],
    ['Containers', newest.retired ? 'retired: it judges nothing' : <Counts rule={id} of={counts} />],
    ['Version', `${newest.version}, by ${who(newest.savedBy)}, ${dateTime(newest.savedAt)}`],
  ];
  return (
    <>
      <div className={layout.head}>
        <p>
          <Link className="n mb-1 inline-block text-ink-2" href="/rules">
            Rules
          </Link>
        </p>
        <h1>
          {visible(newest.title)}
          <small>{id}</small>
        </h1>
      </div>
      <dl className={layout.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {problem != null && (
        <p className="mt-3">
          <Glyph state="unknown" size={14} className="mr-1" />
          <b>This version of Shoji no longer understands it</b>, so it is not known on any container:{' '}
          {visible(problem)}
        </p>
      )}
    </>
  );
}

/** The form that edits it, for those who may; the version that an edit began with stays while others save. */
function Edit({ rule }: { rule: CustomRule }) {
  const mayWrite = useMayWrite();
  const { id, newest, versions } = rule;
  const [edit, setEdit] = useState({ draft: draftOf(id, newest), replaces: newest, turn: 0 });
  const [savedAs, setSavedAs] = useState<number | null>(null);
  const begin = (from: RuleVersionFragment) =>
    setEdit(({ turn }) => ({ draft: draftOf(id, from), replaces: newest, turn: turn + 1 }));
  // What one saved oneself is where the next edit begins.
  if (savedAs !== null && savedAs === newest.version && edit.replaces.version !== savedAs) begin(newest);
  const overtaken = edit.replaces.version !== newest.version && savedAs !== newest.version;
  return (
    <>
      {mayWrite && overtaken && (
        <p role="alert" className="mt-4 border-l-2 border-ink pl-3">
          Version {newest.version} was saved meanwhile by {who(newest.savedBy)}: what you write here starts
          from version {edit.replaces.version} and cannot be saved.{' '}
          <button type="button" className="lk" onClick={() => begin(newest)}>
            Begin again from version {newest.version}
          </button>
        </p>
      )}
      <div className="mt-6">
        {mayWrite ? (
          <RuleForm
            key={edit.turn}
            draft={edit.draft}
            replaces={edit.replaces}
            saved={() => setSavedAs(edit.replaces.version + 1)}
          />
        ) : (
          <Said newest={newest} />
        )}
      </div>
      <Section
        title="Versions"
        lead={`${plural(versions.length, 'version')}, each kept as it was saved`}
        end={mayWrite && !newest.retired && <Retire id={id} version={newest.version} title={newest.title} />}
      >
        <Versions versions={versions} take={mayWrite ? begin : null} />
      </Section>
    </>
  );
}

/** A rule for those who only look. */
function Said({ newest: { expression, rationale, fix } }: { newest: CustomRule['newest'] }) {
  return (
    <Section className="" title="What must hold">
      <pre className={styles.code}>{expression.split('\n').map(visible).join('\n')}</pre>
      <p className="mt-3">{visible(rationale)}</p>
      <p className="mt-1 text-ink-2">{visible(fix)}</p>
    </Section>
  );
}
