import { walls } from '@shoji/posture';
import type { Rule } from './rule.js';

/** The rule catalogue as Markdown (`docs/rules.md`), wall by wall in the order of the list. */
export function catalogueDocument(rules: readonly Rule[]): string {
  const sections = walls.flatMap((wall) => {
    const own = rules.filter((rule) => rule.wall === wall);
    return own.length === 0 ? [] : [`## Wall: ${wall}`, ...own.map(ruleSection)];
  });
  return `${[head(rules.length), ...sections].join('\n\n')}\n`;
}

const head = (count: number) => `# Rules

This page is generated from \`packages/rules/src/catalogue.ts\`. Do not edit it: change the rule, then run
\`npm run docs:catalogues\` after a build.

There are ${count} rules. Each looks at facts of the kernel and says \`pass\`, \`fail\`, \`unknown\` (what could be read does not
decide it; never counted as a pass) or \`not-applicable\`. The severity is the most a finding weighs; facts of the same
container can make it weigh less, as the rationale says. What a severity adds to the score is in [risk.md](risk.md).`;

const ruleSection = ({ id, severity, title, rationale, remediation, references, fields }: Rule) =>
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
