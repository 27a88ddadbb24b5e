import { isUnreadable, isUnsupported } from '../fact.js';
import { sourceOf } from './sources.js';

/** Any JSON value, as it stands in a document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a verdict rests on: a fact, where it stands in the posture document, and a sentence for people. */
export interface Evidence {
  /** Path in the posture document (`namespaces.pid`); facts of the other inputs begin with `host.` or `traits.`. */
  field: string;
  value: Json;
  text: string;
}

/** Evidence for a fact as it stands: its value, or why there is none, and the kernel file behind it. */
export function evidenceOf(field: string, value: unknown, text = describe(value)): Evidence {
  const source = sourceOf(field);
  return { field, value: value as Json, text: source ? `${text} (${source})` : text };
}

function describe(value: unknown): string {
  if (isUnreadable(value)) return `could not be read: ${value.unreadable}`;
  if (isUnsupported(value)) return `this host has none: ${value.unsupported}`;
  const text = JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
