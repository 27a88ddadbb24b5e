import type { Document } from '@shoji/posture';
import type { Queryable, Statement } from '../database/database.js';
import type { SpokenOf } from '../intake/checked-report.js';
import { storable } from '../intake/storable.js';

const missing: Statement = {
  name: 'postures.missing',
  text: `SELECT p.hash FROM unnest($1::text[]) AS p (hash) WHERE NOT EXISTS (SELECT FROM posture WHERE hash = p.hash)
   UNION SELECT t.hash FROM unnest($2::text[]) AS t (hash) WHERE NOT EXISTS (SELECT FROM traits WHERE hash = t.hash)
   UNION SELECT h.hash FROM unnest($3::text[]) AS h (hash) WHERE NOT EXISTS (SELECT FROM host_document WHERE hash = h.hash)`,
};

// In the order of the hashes: two reports that bring the same documents wait for each other instead of deadlocking.
const insertInto = (table: 'posture' | 'traits' | 'host_document'): Statement => ({
  name: `postures.insert.${table}`,
  text: `INSERT INTO ${table} (hash, document)
         SELECT hash, document FROM jsonb_to_recordset($1) AS d (hash text, document jsonb) ORDER BY hash
         ON CONFLICT DO NOTHING`,
});
const insertPosture = insertInto('posture');
const insertTraits = insertInto('traits');
const insertHost = insertInto('host_document');

/** Hashes that neither the report nor the database has a document for, sorted. */
export async function missingDocuments(
  queries: Queryable,
  { postures, traits, hosts }: SpokenOf,
): Promise<string[]> {
  const unsent = [postures, traits, hosts].map((spoken) =>
    [...spoken].flatMap(([hash, sent]) => (sent ? [] : [hash])),
  );
  if (unsent.every((hashes) => hashes.length === 0)) return [];
  const rows = await queries.query<{ hash: string }>(missing, unsent);
  return rows.map(({ hash }) => hash).sort();
}

/** Keeps the documents that came with a report and are not there yet. */
export async function insertDocuments(
  queries: Queryable,
  { postures, traits, hosts }: SpokenOf,
): Promise<void> {
  await insert(queries, insertHost, hosts);
  await insert(queries, insertPosture, postures);
  await insert(queries, insertTraits, traits);
}

async function insert(
  queries: Queryable,
  statement: Statement,
  spoken: Map<string, Document | null>,
): Promise<void> {
  const sent = [...spoken].flatMap(([hash, document]) => (document ? [{ hash, document }] : []));
  if (sent.length > 0) await queries.query(statement, [JSON.stringify(storable(sent))]);
}
