import type { WallName, WallStatus } from '../graphql/generated/graphql';
import { Glyph } from './glyph';
import { statusByWall, walls } from './vocabulary';

/** The eight walls of one container in a row. */
export function Strip({ states }: { states: readonly { wall: WallName; state: WallStatus }[] }) {
  const status = statusByWall(states);
  return (
    <span className="inline-flex gap-[2px] max-sm:gap-px">
      {walls.map(({ id, name }) => (
        <Glyph key={id} state={status[id]} size={14} label={`${name} ${status[id]}`} />
      ))}
    </span>
  );
}
