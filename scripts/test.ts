/** `npm test [-- part …]`: every check and test, lanes of parts beside each other; its last line is `N passed, N failed`. */
import { add, nothing, summary } from './test/counts.ts';
import { install, missingFor, privilegeMissing, thisMachine } from './test/needs.ts';
import { allParts, buildPart, lanes, type Print, type TestPart } from './test/parts.ts';

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

/** Runs parts one after another; what they print comes as they print it, or, `beside` others, when they are done. */
async function runAll(some: TestPart[], { beside }: { beside: boolean }): Promise<void> {
  for (const { name, run } of some) {
    const held: string[] = [];
    const print: Print = (text) => (beside ? held.push(text) : process.stderr.write(text));
    console.log(beside ? `\n— ${name} begins, beside the others` : `\n— ${name}`);
    const started = performance.now();
    const counts = await run(print);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} left out` : '';
    const line = `  ${name.padEnd(12)} ${seconds.padStart(6)} s  ${summary(counts)}${skipped}`;
    if (beside) console.log(`\n— ${name}\n${held.join('')}`);
    console.log(line);
    lines.push(line);
    total = add(total, counts);
  }
}

const started = performance.now();
await runAll(
  chosen.filter((part) => part === buildPart),
  { beside: false },
);
const others = chosen.filter((part) => part !== buildPart);
const taken = lanes
  .map((lane) => others.filter((part) => part.lane === lane))
  .filter((some) => some.length > 0);
await Promise.all(taken.map((some, index) => runAll(some, { beside: index > 0 })));
console.log(`\n${lines.join('\n')}\n`);
console.log(`  in all       ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s\n`);
console.log(summary(total));
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
