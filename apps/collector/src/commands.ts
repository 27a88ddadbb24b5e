/** What a person runs by hand. A file of its own in the bundle, so that the running collector carries none of it. */
export { record } from './recording/record.js';
export { scan } from './scan/scan.js';
