/** Building blocks of the schemas. All else here works without zod, which the collector does not carry. */
import { z } from 'zod';

const reason = z.string().min(1).max(200);

/** Schema of a fact whose value has the given schema. */
export const fact = <S extends z.ZodType>(value: S) =>
  z.union([value, z.strictObject({ unreadable: reason }), z.strictObject({ unsupported: reason })]);

/** Lower-case hex SHA-256 of a document's canonical JSON. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
