import {
  hashDocument,
  instanceHash,
  inventoryHash,
  report as reportSchema,
  type Document,
  type Report,
  type ReportedContainer,
} from '@shoji/posture';
import { firstFault, jsonPath } from './json-path.js';
import { Refusal } from './refusal.js';
import { refuseHostileJson } from './storable.js';

/** Documents by their kind, as a report speaks of them: hash → the document, or null where the report does not carry it. */
export interface SpokenOf {
  postures: Map<string, Document | null>;
  traits: Map<string, Document | null>;
  hosts: Map<string, Document | null>;
}

/** A container of a report with the hash of its instance. */
export interface CheckedContainer extends ReportedContainer {
  instanceHash: string;
}

/** A report of which everything has been verified that can be without the database. */
export interface CheckedReport {
  report: Report;
  /** Null where the report has no list. */
  containers: CheckedContainer[] | null;
  spokenOf: SpokenOf;
  /** Whether nothing but the head was sent. */
  isHeartbeat: boolean;
}

/**
 * Verifies schema, hashes and the report's own consistency.
 * @throws {Refusal} `schema` with the JSON path, or `hash-mismatch` naming the document.
 */
export function checkReport(body: unknown): CheckedReport {
  refuseHostileJson(body);
  const parsed = reportSchema.safeParse(body);
  if (!parsed.success) {
    const { path, message } = firstFault(parsed.error);
    throw new Refusal('schema', `The report does not have the form shoji.report/1: ${message}`, path);
  }
  // Hashed and stored is what was sent: the parsed copy leaves out a label that is named __proto__.
  const report: Report = { ...(body as Report), bootId: parsed.data.bootId.toLowerCase() };
  const { containers, gone, base, documents, events, host, node } = report;

  for (const [hash, document] of Object.entries(documents ?? {})) {
    const actual = hashDocument(document);
    if (actual === hash) continue;
    const path = jsonPath(['documents', hash]);
    throw new Refusal('hash-mismatch', `The document sent as ${hash} hashes to ${actual}.`, path);
  }
  if (gone && base === undefined) {
    throw new Refusal('schema', 'Without a base the list is whole and nothing is said to be gone.', 'gone');
  }
  const checked = containers?.map(checkContainer) ?? (base === undefined ? null : []);
  refuseDuplicates(checked ?? [], gone ?? []);
  const spoken = spokenOf(report, checked ?? []);
  if (checked && base === undefined) {
    const actual = inventoryHash(
      checked.map(({ id, posture, instanceHash: instance }) => ({ id, posture, instance })),
    );
    if (actual !== report.inventory) {
      throw new Refusal('hash-mismatch', `The list of containers hashes to ${actual}.`, 'inventory');
    }
  }
  return {
    report,
    containers: checked,
    spokenOf: spoken,
    isHeartbeat: !checked && !documents && !events && host === undefined && !node,
  };
}

function checkContainer(container: ReportedContainer, index: number): CheckedContainer {
  const { id, instance } = container;
  if (instance.id !== id) {
    throw new Refusal(
      'schema',
      'The instance has another id than its container.',
      `containers[${index}].instance.id`,
    );
  }
  if (id.includes('\0')) throw new Refusal('schema', 'An id has no U+0000.', `containers[${index}].id`);
  return { ...container, instanceHash: instanceHash(instance) };
}

function refuseDuplicates(containers: readonly CheckedContainer[], gone: readonly string[]): void {
  const seen = new Set<string>();
  const once = (id: string, path: string) => {
    if (seen.has(id)) throw new Refusal('schema', 'A container is named twice.', path);
    seen.add(id);
  };
  containers.forEach(({ id }, index) => once(id, `containers[${index}].id`));
  gone.forEach((id, index) => once(id, `gone[${index}]`));
}

function spokenOf({ host, documents = {} }: Report, containers: readonly CheckedContainer[]): SpokenOf {
  const spoken: SpokenOf = { postures: new Map(), traits: new Map(), hosts: new Map() };
  const add = (kind: keyof SpokenOf, schema: Document['schema'], hash: string, path: string) => {
    const document = Object.hasOwn(documents, hash) ? (documents[hash] ?? null) : null;
    if (document && document.schema !== schema) {
      throw new Refusal('schema', `This is the hash of a ${document.schema}, not of a ${schema}.`, path);
    }
    spoken[kind].set(hash, document);
  };
  if (host !== undefined) add('hosts', 'shoji.host/1', host, 'host');
  containers.forEach(({ posture, instance }, index) => {
    add('postures', 'shoji.posture/1', posture, `containers[${index}].posture`);
    add('traits', 'shoji.traits/1', instance.traits, `containers[${index}].instance.traits`);
    if (instance.declared !== null) {
      add('postures', 'shoji.posture/1', instance.declared, `containers[${index}].instance.declared`);
    }
  });
  return spoken;
}
