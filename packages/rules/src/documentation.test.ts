import { readFileSync } from 'node:fs';
import { hostRules, rules } from './catalogue.js';
import { catalogueDocument } from './documentation.js';

describe('docs/rules.md', () => {
  it('is what the catalogue gives; npm run docs:catalogues writes it anew', () => {
    const committed = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
    expect(committed).toBe(catalogueDocument(rules, hostRules));
  });
});
