'use client';
import { Changes } from '../drift/changes';
import { graphql } from '../graphql/generated';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { Section } from '../lattice/section';
import { dateTime } from '../words/format';

const SinceQuery = graphql(`
  query ContainerSince($id: ID!, $from: DateTime!) {
    difference(from: $from, filter: { containerId: $id }) {
      containers(first: 1) {
        nodes {
          fate
          riskBefore
          riskAfter
          state {
            score
            changes {
              wall
              field
              before
              after
              direction
              note
            }
          }
        }
      }
    }
  }
`);

/** What became of the container between a time and now. */
export function Since({ id, at }: { id: string; at: string }) {
  const asked = useLive(SinceQuery, { id, from: at });
  return (
    <Section title="Since then" lead={`what is not as it was on ${dateTime(at)}`}>
      <Answer asked={asked}>
        {({ difference }) => {
          const [found] = difference.containers.nodes;
          if (!found) return <p className="text-ink-2">Nothing changed.</p>;
          if (found.fate !== 'changed')
            return <p>{found.fate === 'gone' ? 'It is gone now.' : 'It did not run then.'}</p>;
          return (
            <>
              <p className="text-ink-2">
                Its risk was {risk(found.riskBefore)} and is {risk(found.riskAfter)}.
              </p>
              {!found.state ? (
                <p>What it was is no longer kept.</p>
              ) : found.state.changes.length === 0 ? (
                <p className="text-ink-2">Its own walls are as they were.</p>
              ) : (
                <Changes changes={found.state.changes} />
              )}
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

const risk = (score: number | null | undefined) =>
  score === null || score === undefined ? 'not judged' : Math.round(score);
