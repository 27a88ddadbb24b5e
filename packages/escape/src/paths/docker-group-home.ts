import { someoneMayDriveDocker } from '../conditions/docker-api.js';
import { seesOfHost } from '../conditions/filesystem.js';
import { moduleAllows } from '../conditions/lsm.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E25: the home of somebody who may drive docker can be written. */
export const dockerGroupHome = definePath({
  id: 'docker-group-home',
  title: 'Act through somebody who may use docker',
  ease: 'moderate',
  revision: 3,
  explanation:
    'Members of the group docker are as good as root of the host. The home of people on this host is mounted here and can be written: what is put into their profile runs with their rights when they next sign in.',
  techniques: ['T1611', 'T1546.004'],
  references: ['CIS Docker 1.6.0 1.1.2'],
  conditions: [
    seesOfHost(
      (source, { readonly }) =>
        !readonly && /^\/(home(\/[^/]+)?)?$/.test(source) ? 'homes of people can be written' : undefined,
      'no home is mounted to be written',
    ),
    ownsFilesOfRoot,
    moduleAllows('use files of the host'),
    someoneMayDriveDocker,
  ],
});
