import { number } from '../words/format';
import type { Fleet } from './query';

/** How far a new rule set has come; nothing where no verdict of an older one is left. */
export function Rejudging({ progress: { total, done, outdated } }: { progress: Fleet['rejudgement'] }) {
  if (outdated === 0) return null;
  return (
    <span className="flex items-center gap-2" role="status">
      <span>
        The rules have changed: <b>{number(done)}</b> of {number(total)} judged anew, the others as before
      </span>
      <progress aria-hidden="true" className="h-[3px] w-24 accent-current" max={total} value={done} />
    </span>
  );
}
