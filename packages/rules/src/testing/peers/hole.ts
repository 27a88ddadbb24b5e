import type { HostDocument, Posture, Traits } from '@shoji/posture';
import { subjectOf } from '../../../../posture/src/testing/posture.js';
import { rules } from '../../catalogue.js';
import type { Outcome, OutcomeState, Severity } from '../../rule.js';

/** A way in which other tools see a container as other than the kernel has it. */
export interface Hole {
  /** What they miss, or report though it is not so. */
  hole: string;
  /** Where that was read: a tool and its check. */
  where: string;
  /** The container that shows it. */
  container: string;
  /** What they say of it. */
  theySay: string;
  /** The fact of the kernel that decides. */
  decides: string;
  /** What Shoji must say of it, by rule. */
  weSay: Readonly<Record<string, Exclude<OutcomeState, 'not-applicable'> | `fail, ${Severity}`>>;
  posture: Posture;
  host?: Partial<HostDocument>;
  traits?: Partial<Traits>;
}

/** What the rules that a row names say of its container. */
export function outcomesOf({ posture, host, traits, weSay }: Hole): Outcome[] {
  const subject = subjectOf(posture, host, traits);
  return Object.keys(weSay).map((id) => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) throw new Error(`no rule is called ${id}`);
    return rule.judge(subject);
  });
}

/** The table as Markdown (`docs/peers.md`); the column of Shoji's own words is what the rules say now. */
export function peersDocument(holes: readonly Hole[]): string {
  const rows = holes.map((hole) => {
    const says = outcomesOf(hole).map(
      ({ rule, state, severity, evidence }) =>
        `\`${rule}\`: ${state}${state === 'fail' ? `, ${severity}` : ''}${evidence[0] ? ` (${evidence[0].text.replace(/ \(\/proc.*\)$/, '')})` : ''}`,
    );
    return [
      hole.hole,
      `\`${hole.container}\``,
      `${hole.where}: ${hole.theySay}`,
      says.join('<br>'),
      hole.decides,
    ];
  });
  const table = [
    [
      'Hole',
      'Container that shows it',
      'What others say',
      'What Shoji says',
      'Fact of the kernel that decides',
    ],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return `${head}\n\n${table.join('\n')}\n\n${foot}\n`;
}

const head = `# Where other tools look elsewhere

This page is generated from \`packages/rules/src/testing/peers/\`: the column of what Shoji says is what its rules say of the
posture that such a container has, and a test fails where they no longer do. Do not edit it: change a row, then run
\`npm run docs:catalogues\` after a build. What is said of others was read in their sources and documentation; they may have
changed since.`;

const foot = `## What no fact of the kernel tells

Restart policies (CIS Docker 5.15), health checks (5.27), the bridge docker0 (5.30), swarm mode (5.1) and the cgroup parent
that somebody expects (5.25) are settings of a runtime, not walls: no rule of Shoji's says anything of them, and its
compliance reports name them as not assessed.`;
