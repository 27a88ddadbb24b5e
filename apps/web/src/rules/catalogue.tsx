import Link from 'next/link';
import { Section } from '../lattice/section';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { plural } from '../words/format';
import type { CatalogueRule, FailingRule } from './query';
import { failingContainers, severityMark } from './words';

/** The rules that come with Shoji, wall by wall. */
export function Catalogue({
  rules,
  failing,
}: {
  rules: readonly CatalogueRule[];
  failing: readonly FailingRule[];
}) {
  return (
    <Section title="The catalogue" lead={`${plural(rules.length, 'rule')} that come with Shoji, by wall`}>
      {walls.map(({ id, name, what }) => {
        const own = rules.filter(({ wall }) => wall === id);
        return (
          <details key={id} className="border-b border-line">
            <summary className="cursor-pointer py-[9px] hover:bg-sunk">
              <b className="font-medium">{name}</b>{' '}
              <span className="text-ink-2">
                {plural(own.length, 'rule')}: {what}
              </span>
            </summary>
            <ul className="pb-3 pl-4">
              {own.map((rule) => (
                <li key={rule.id} className="flex flex-wrap items-baseline gap-x-3 py-[5px]">
                  <Glyph state={severityMark(rule.severity)} size={13} label={rule.severity} />
                  <span>{rule.title}</span>
                  <span className="mono text-small text-ink-3">{rule.id}</span>
                  <span className="text-small text-ink-2">
                    {rule.severity}
                    {rule.about === 'host' && ', of hosts'}
                  </span>
                  <FailsOn rule={rule.id} count={failing.find((each) => each.rule === rule.id)?.count} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </Section>
  );
}

/** How many containers a rule fails on, as the way to them; nothing where it fails on none. */
function FailsOn({ rule, count = 0 }: { rule: string; count: number | undefined }) {
  if (count === 0) return null;
  return (
    <Link className="lk ml-auto" href={failingContainers(rule)}>
      {plural(count, 'container')}
    </Link>
  );
}
