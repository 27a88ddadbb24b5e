import { holds } from '../conditions/capabilities.js';
import { notLockedDown, sysctl } from '../conditions/kernel.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { moduleAllows } from '../conditions/lsm.js';
import { definePath, stop } from '../path.js';

/** E9: code of the container becomes part of the kernel. */
export const kernelModule = definePath({
  id: 'kernel-module',
  title: 'Load a module into the kernel',
  ease: 'easy',
  revision: 1,
  explanation:
    'Whoever may load modules puts code of their own into the kernel, which is the same one for the host and all containers. Nothing stands above it.',
  techniques: ['T1611', 'T1547.006'],
  references: ['CIS Docker 1.6.0 5.4', 'init_module(2)'],
  conditions: [
    holds(['CAP_SYS_MODULE']),
    capabilitiesCountOnHost,
    letsThrough('init_module', 'finit_module'),
    sysctl('kernel.modules_disabled', (value) => value === '0', {
      open: 'the kernel takes modules',
      closed: 'the kernel takes no module until it is started again',
      absent: stop('this kernel knows no modules'),
    }),
    notLockedDown('load a module that nobody signed'),
    moduleAllows('load into the kernel'),
  ],
});
