/** Writes docs/rules.md from the rules. Needs a build, and `--import ./scripts/typescript-imports.mjs`. */
import { writeFileSync } from 'node:fs';
import { rules } from '../packages/rules/src/catalogue.js';
import { catalogueDocument } from '../packages/rules/src/documentation.js';

writeFileSync(new URL('../docs/rules.md', import.meta.url), catalogueDocument(rules));
