import { dropCapabilities } from '../capability-sets.js';

/** It can no longer read every file, nor open files by number. */
export const dropDacReadSearch = dropCapabilities(['CAP_DAC_READ_SEARCH'], {
  id: 'drop-dac-read-search',
  title: 'Drop DAC_READ_SEARCH',
  breaks: 'Breaks if it reads files whatever their rights, as backup programs do.',
});
