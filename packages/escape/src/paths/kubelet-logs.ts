import { seesOfHost } from '../conditions/filesystem.js';
import { mayReadKubeletLogs } from '../conditions/kubelet.js';
import { ownsFilesOfRoot } from '../conditions/user.js';
import { isWithin } from '@shoji/posture';
import { definePath } from '../path.js';

/** E17: links in /var/log are followed by the kubelet, which shows the files behind them. */
export const kubeletLogs = definePath({
  id: 'kubelet-logs',
  title: 'Let the kubelet read files of the host',
  ease: 'moderate',
  revision: 2,
  explanation:
    'The kubelet shows log files of the host to whoever may ask for logs, and follows links while doing so. A container that writes /var/log puts a link there to any file.',
  techniques: ['T1611'],
  references: ['PSS baseline hostPathVolumes'],
  conditions: [
    seesOfHost(
      (source, { readonly }) =>
        !readonly && isWithin('/var/log', source) ? 'logs of the host can be written' : undefined,
      'the logs of the host are not mounted to be written',
    ),
    ownsFilesOfRoot,
    mayReadKubeletLogs,
  ],
});
