import { readFileSync } from 'node:fs';
import { escapePaths } from './catalogue.js';
import { pathsDocument } from './documentation.js';

describe('docs/ways-out.md', () => {
  it('is what the list gives; npm run docs:catalogues writes it anew', () => {
    const committed = readFileSync(new URL('../../../docs/ways-out.md', import.meta.url), 'utf8');
    expect(committed).toBe(pathsDocument(escapePaths));
  });
});
