import { walls } from '@shoji/posture';
import type { RuleDescription } from './rule.js';

/** The rule catalogue as Markdown (`docs/rules.md`): those on containers wall by wall, then those on hosts. */
export function catalogueDocument(
  rules: readonly RuleDescription[],
  hostRules: readonly RuleDescription[],
): string {
  const sections = walls.flatMap((wall) => {
    const own = rules.filter((rule) => rule.wall === wall);
    return own.length === 0 ? [] : [`## Wall: ${wall}`, ...own.map(ruleSection)];
  });
  const host = [hostHead, ...hostRules.map(ruleSection)];
  return `${[head(rules.length, hostRules.length), ...sections, ...host].join('\n\n')}\n`;
}

const head = (containers: number, hosts: number) => `# Rules

This page is generated from \`packages/rules/src/catalogue.ts\`. Do not edit it: change the rule, then run
\`npm run docs:catalogues\` after a build.

There are ${containers} rules on containers and ${hosts} on hosts. Each looks at facts of the kernel and says \`pass\`, \`fail\`, \`unknown\` (what could be read does not
decide it; never counted as a pass) or \`not-applicable\`. The severity is the most a finding weighs; facts of the same
container can make it weigh less, as the rationale says. What a severity adds to the score is in [risk.md](risk.md).`;

const hostHead = `## The host

These look at the host under all containers. They count in a container’s risk where they open a way out of it, not once more
for each container that the host runs.`;

const ruleSection = ({ id, severity, title, rationale, remediation, references, fields }: RuleDescription) =>
  [
    `### \`${id}\``,
    `**${title}** · ${severity}`,
    rationale,
    [
      `- Change: ${remediation}`,
      `- Facts: ${fields.map((field) => `\`${field}\``).join(', ')}`,
      `- References: ${references.join('; ')}`,
    ].join('\n'),
  ].join('\n\n');
