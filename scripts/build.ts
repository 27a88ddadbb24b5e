/** `npm run build`: every workspace whose sources changed. */
import { build } from './start/build.ts';
import { sentence } from './start/failure.ts';

try {
  console.log(await build());
} catch (error) {
  console.error(sentence(error));
  process.exit(1);
}
