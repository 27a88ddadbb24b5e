import type { Instance, Posture } from '@shoji/posture';
import type { Judgement } from '@shoji/risk';

/** One container as `--json` prints it. */
export interface Scanned {
  id: string;
  name: string;
  posture: Posture;
  instance: Instance;
  judgement: Judgement;
}
