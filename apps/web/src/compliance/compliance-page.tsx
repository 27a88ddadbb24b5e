'use client';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import styles from '../container/container.module.css';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { Section } from '../lattice/section';
import { number, percent, plural } from '../words/format';
import { visible } from '../words/visible';
import { Controls } from './controls';
import { ComplianceQuery, FrameworksQuery, type Compliance } from './query';

const usual = 'cis-docker-1.8.0';
const asked = {
  framework: parseAsString.withDefault(usual),
  host: parseAsString,
  container: parseAsString,
  workload: parseAsString,
  group: parseAsString,
};

/** How the controls of a framework stand: over the fleet, or over one host, host group, workload or container. */
export function CompliancePage() {
  const [{ framework, host, container, workload, group }, set] = useQueryStates(asked);
  const frameworks = useLive(FrameworksQuery, {});
  const filter =
    host === null && container === null && workload === null && group === null
      ? null
      : {
          hostId: host,
          containerId: container,
          workloadId: workload,
          groups: group === null ? null : [group],
        };
  const answer = useLive(ComplianceQuery, {
    framework,
    filter,
    host: host ?? '',
    ofHost: host !== null,
    container: container ?? '',
    ofContainer: container !== null,
  });
  return (
    <main id="main" className={styles.page}>
      <div className="py-[18px]">
        <h1>Compliance</h1>
      </div>
      <nav
        aria-label="Frameworks"
        className="flex flex-wrap gap-x-6 gap-y-2 border-y border-line-strong py-[10px]"
      >
        {(frameworks.data?.frameworks ?? []).map(({ id, name, version }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === framework}
            className={id === framework ? 'border-b-2 border-ink font-semibold' : 'lk'}
            onClick={() => void set({ framework: id })}
          >
            {name} <span className="text-ink-3">{version}</span>
          </button>
        ))}
      </nav>
      <Answer asked={answer}>
        {({ compliance, host: ofHost, container: ofContainer }) => (
          <>
            <Summary of={compliance} />
            {filter !== null && (
              <p className="mt-3">
                {ofHost ? (
                  <>
                    Only host <b className="mono">{visible(ofHost.name)}</b>.{' '}
                  </>
                ) : ofContainer ? (
                  <>
                    Only container <b className="mono">{visible(ofContainer.name)}</b>.{' '}
                  </>
                ) : group !== null ? (
                  <>
                    Only host group <b className="mono">{visible(group)}</b>.{' '}
                  </>
                ) : (
                  'Only what was asked for. '
                )}
                <button
                  type="button"
                  className="lk"
                  onClick={() => void set({ host: null, container: null, workload: null, group: null })}
                >
                  Show the whole fleet
                </button>
              </p>
            )}
            {sections(compliance).map(([heading, results]) => (
              <Section key={heading} title={heading} lead={lead(results)}>
                <Controls results={results} />
              </Section>
            ))}
          </>
        )}
      </Answer>
    </main>
  );
}

/** One sentence with its number, and what it was counted over. */
function Summary({ of }: { of: Compliance }) {
  const { fail, unknown, pass, notApplicable, notAssessed } = of.controlCounts;
  const decided = fail + unknown + pass;
  return (
    <div className="pt-5">
      <p className="font-serif text-lead">
        {fail === 0 ? (
          'No control fails'
        ) : (
          <span className="text-hole">
            {plural(fail, 'control')} {fail === 1 ? 'fails' : 'fail'}
          </span>
        )}
        {unknown > 0 && <>, and {number(unknown)} could not be decided</>}; {number(pass)} of the{' '}
        {number(decided)} that apply pass ({percent(pass, decided)}).
      </p>
      <p className="mt-2 text-ink-2">
        Over{' '}
        <Link className="n" href="/containers">
          {plural(of.containerCount, 'container')}
        </Link>{' '}
        and{' '}
        <Link className="n" href="/hosts">
          {plural(of.hostCount, 'host')}
        </Link>
        . {number(notApplicable)} {notApplicable === 1 ? 'does' : 'do'} not apply, {number(notAssessed)}{' '}
        {notAssessed === 1 ? 'is' : 'are'} not assessed, each with why. {of.framework.scope}
      </p>
    </div>
  );
}

function sections({ results }: Compliance): [string, Compliance['results']][] {
  const bySection = new Map<string, Compliance['results']>();
  for (const result of results) {
    const { section } = result.control;
    bySection.set(section, [...(bySection.get(section) ?? []), result]);
  }
  return [...bySection];
}

const lead = (results: Compliance['results']): string => {
  const count = (state: string) => results.filter((result) => result.state === state).length;
  const parts = [
    [count('fail'), count('fail') === 1 ? 'fails' : 'fail'],
    [count('unknown'), 'not known'],
    [count('pass'), count('pass') === 1 ? 'passes' : 'pass'],
    [count('not_applicable'), 'not applicable'],
    [count('not_assessed'), 'not assessed'],
  ] as const;
  return parts
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${number(n)} ${words}`)
    .join(', ');
};
