import { Section } from '../lattice/section';
import type { Traits } from '../posture/document';
import { FactTable, FactValue, NameList } from '../posture/fact';
import { number } from '../words/format';
import { visible } from '../words/visible';

const policies: Partial<Record<string, string>> = {
  no: 'never',
  always: 'always',
  'on-failure': 'after a failure',
  'unless-stopped': 'always, unless somebody stopped it',
};

/** What the runtime was told of a container that is no wall of it. */
export function ToldToRuntime({ traits }: { traits: Traits }) {
  return (
    <Section title="Told to its runtime" lead="what is no wall, and judged all the same">
      <FactTable
        rows={[
          {
            name: 'Started again',
            value: <FactValue of={traits.restart}>{restartWords}</FactValue>,
          },
          {
            name: 'Health check',
            value: <FactValue of={traits.healthCheck}>{(has) => (has ? 'yes' : <b>none</b>)}</FactValue>,
          },
          {
            name: 'Cgroup below',
            value: (
              <FactValue of={traits.cgroupParent}>
                {(parent) =>
                  parent === null ? 'its runtime’s own' : <b className="mono">{visible(parent)}</b>
                }
              </FactValue>
            ),
          },
          {
            name: 'Settings of the kernel',
            value: (
              <FactValue of={traits.sysctls}>
                {(names) => <NameList names={names} none="none were made" />}
              </FactValue>
            ),
          },
        ]}
      />
    </Section>
  );
}

const restartWords = ({ policy, retries }: { policy: string; retries: number | null }): string => {
  const words = policies[policy] ?? visible(policy);
  if (policy !== 'on-failure') return words;
  return `${words}, ${retries === null ? 'however often' : `at most ${number(retries)} times`}`;
};
