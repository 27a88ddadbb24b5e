import { hashDocument } from '@shoji/posture';

/** What a finding rests on, as far as acceptance looks at it. */
interface Evidence {
  field: string;
  value: unknown;
}

/** One step of a way out, as far as acceptance looks at it. */
interface Step {
  wall: string;
  state: string;
  reason: string;
}

/** A fact that is accepted or not, with the texts by which a person may name it alone. */
export interface AcceptedFact {
  hash: string;
  names: string[];
}

/** The facts of a finding: its evidence, wherever in a list it stands. */
export const factsOfFinding = (evidence: readonly Evidence[]): AcceptedFact[] =>
  evidence.map(({ field, value }) => ({
    hash: hashDocument([field.replace(/\[\d+\]/g, ''), value ?? null]),
    names: namesOf(value),
  }));

/** The facts of a way out: every wall that does not stop it, and why. */
export const factsOfPath = (steps: readonly Step[]): AcceptedFact[] =>
  steps
    .filter(({ state }) => state !== 'stop')
    .map(({ wall, state, reason }) => ({ hash: hashDocument([wall, state, reason]), names: [reason] }));

/** What can be accepted alone, one by one, where it rests on several: each fact by the first of its names. */
export function singleValues(facts: readonly AcceptedFact[]): string[] {
  const values = new Set(facts.flatMap(({ names }) => names.slice(0, 1)));
  return facts.length > 1 ? [...values] : [];
}

/** Whether everything that it rests on was accepted: one fact more, or another, opens it again. */
export const isAccepted = (facts: readonly AcceptedFact[], accepted: readonly string[]): boolean =>
  facts.length > 0 && facts.every(({ hash }) => accepted.includes(hash));

/** Whether any of what it rests on was accepted. */
export const isTouched = (facts: readonly AcceptedFact[], accepted: readonly string[]): boolean =>
  facts.some(({ hash }) => accepted.includes(hash));

/** A value itself, and what it is a mount of or a device at. */
function namesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.length === 1 ? namesOf(value[0]) : [];
  if (typeof value !== 'object' || value === null) return [];
  return ['source', 'destination', 'path', 'difference'].flatMap((key) => {
    const named: unknown = (value as Record<string, unknown>)[key];
    return typeof named === 'string' ? [named] : [];
  });
}
