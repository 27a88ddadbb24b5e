/** What a person runs by hand. Packed in the bundle, so that the running collector carries none of it. */
export { record } from './recording/record.js';
export { scan } from './scan/scan.js';
