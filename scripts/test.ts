/** `npm test [-- part …]`: every check and test, one part after another; its last line is `N passed, N failed`. */
import { add, nothing, summary } from './test/counts.ts';
import { install, missingFor, privilegeMissing, thisMachine } from './test/needs.ts';
import { allParts } from './test/parts.ts';

const parts = allParts();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  stop(`There is no part ${unknown.join(', ')}. The parts are: ${parts.map(({ name }) => name).join(' ')}`);
}
const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const names = chosen.map(({ name }) => name);
const machine = thisMachine();
const obstacle = install(missingFor(names, machine), machine) ?? privilegeMissing(names, machine);
if (obstacle) stop(obstacle);

let total = nothing;
const lines: string[] = [];
for (const { name, run } of chosen) {
  console.log(`\n— ${name}`);
  const started = performance.now();
  const counts = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} left out` : '';
  lines.push(`  ${name.padEnd(12)} ${seconds.padStart(6)} s  ${summary(counts)}${skipped}`);
  console.log(lines.at(-1));
  total = add(total, counts);
}
console.log(`\n${lines.join('\n')}\n`);
console.log(summary(total));
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
