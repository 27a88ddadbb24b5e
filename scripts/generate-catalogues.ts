/** Writes docs/rules.md, docs/ways-out.md and docs/changes.md from their sources. Needs a build. */
import { writeFileSync } from 'node:fs';
import { changes } from '../packages/changes/src/catalogue.js';
import { changesDocument } from '../packages/changes/src/documentation.js';
import { escapePaths } from '../packages/escape/src/catalogue.js';
import { pathsDocument } from '../packages/escape/src/documentation.js';
import { hostRules, rules } from '../packages/rules/src/catalogue.js';
import { catalogueDocument } from '../packages/rules/src/documentation.js';
import { peersDocument } from '../packages/rules/src/testing/peers/hole.js';
import { holes } from '../packages/rules/src/testing/peers/holes.js';

writeFileSync(new URL('../docs/rules.md', import.meta.url), catalogueDocument(rules, hostRules));
writeFileSync(new URL('../docs/ways-out.md', import.meta.url), pathsDocument(escapePaths));
writeFileSync(new URL('../docs/changes.md', import.meta.url), changesDocument(changes));
writeFileSync(new URL('../docs/peers.md', import.meta.url), peersDocument(holes));
