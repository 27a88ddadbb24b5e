import { condition, unsure, type Condition } from '../path.js';

/** A service account of the container may ask the kubelet for logs: no fact of the host tells what it may. */
export const mayReadKubeletLogs: Condition = condition({
  wall: 'user',
  reads: {},
  unsupported: unsure('there is no kubelet'),
  answer: () => unsure('what its service account may ask the kubelet for is not known'),
});
