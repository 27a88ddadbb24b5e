import { daemonConfiguration, daemonFiles, hostConfiguration } from './cis-docker-host.js';
import { images, operations, runtime } from './cis-docker-runtime.js';
import type { Framework } from './framework.js';

const scope =
  'All sections. Titles are ours; the numbers are those of the benchmark of this version. What is not a wall of a container, a setting of the daemon or of the kernel is named as not assessed.';

/** CIS Docker Benchmark 1.6.0. */
export const cisDocker160: Framework = {
  id: 'cis-docker-1.6.0',
  name: 'CIS Docker Benchmark',
  version: '1.6.0',
  scope,
  controls: [
    ...hostConfiguration,
    ...daemonConfiguration({ devicemapper: false }),
    ...daemonFiles,
    ...images,
    ...runtime,
    ...operations,
  ],
};

/** CIS Docker Benchmark 1.8.0: a control on devicemapper moves those of section 2 that come after it. */
export const cisDocker180: Framework = {
  id: 'cis-docker-1.8.0',
  name: 'CIS Docker Benchmark',
  version: '1.8.0',
  scope,
  controls: [
    ...hostConfiguration,
    ...daemonConfiguration({ devicemapper: true }),
    ...daemonFiles,
    ...images,
    ...runtime,
    ...operations,
  ],
};
