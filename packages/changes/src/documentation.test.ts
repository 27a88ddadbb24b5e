import { readFileSync } from 'node:fs';
import { changes } from './catalogue.js';
import { changesDocument } from './documentation.js';

it('docs/changes.md says what the changes say', () => {
  expect(readFileSync(new URL('../../../docs/changes.md', import.meta.url), 'utf8')).toBe(
    changesDocument(changes),
  );
});
