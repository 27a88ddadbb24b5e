import { dropCapabilities } from '../capability-sets.js';

/** It can no longer pass the rights of files. */
export const dropDacOverride = dropCapabilities(['CAP_DAC_OVERRIDE'], {
  id: 'drop-dac-override',
  title: 'Drop DAC_OVERRIDE',
  breaks: 'Breaks if its root works on files of other users without having their rights.',
});
