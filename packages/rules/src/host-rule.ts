import type { HostDocument, Readers } from '@shoji/posture';
import { engine, type Description, type Judging, type Outcome, type RuleDescription } from './rule.js';

type HostReaders<R> = { readonly [K in keyof R]: (host: HostDocument) => R[K] };

interface Definition<R, C> extends Description, Pick<Judging<R, C>, 'unsupported' | 'evaluate'> {
  reads: HostReaders<R>;
  considers?: HostReaders<C>;
}

/** A rule on the host under all containers; its wall is the one that it weakens for them. */
export interface HostRule extends RuleDescription {
  judge: (host: HostDocument) => Outcome;
}

/** Makes a rule that looks at nothing but the host document. */
export function defineHostRule<R extends object, C extends object = Record<never, never>>(
  definition: Definition<R, C>,
): HostRule {
  const { reads, considers, unsupported, evaluate, ...description } = definition;
  const { fields, judge } = engine<R, C>(description, {
    reads: ofHost(reads),
    ...(considers && { considers: ofHost(considers) }),
    unsupported,
    evaluate,
  });
  return {
    ...description,
    fields,
    judge: (host) => judge({ posture: nothing, host, traits: nothing }),
  };
}

/** What no reader of a host rule can reach. */
const nothing = undefined as never;

/** The same readers, taking the host from where the engine's readers find it. */
function ofHost<R>(readers: HostReaders<R>): Readers<R> {
  const table: Record<string, (posture: unknown, other: { host: HostDocument }) => unknown> = {};
  for (const [name, read] of Object.entries<(host: HostDocument) => unknown>({ ...readers }))
    table[name] = (_, { host }) => read(host);
  return table as unknown as Readers<R>;
}
