import { readFileSync, writeFileSync } from 'node:fs';
import { printedSchema } from './schema.js';

describe('schema.gql', () => {
  it('is what the code gives', async () => {
    const path = new URL('../../schema.gql', import.meta.url);
    const printed = await printedSchema();
    if (process.env['SHOJI_WRITE_SCHEMA']) writeFileSync(path, printed);
    expect(readFileSync(path, 'utf8')).toBe(printed);
  });
});
