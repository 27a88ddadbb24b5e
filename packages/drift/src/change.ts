import type { Posture, Traits, Wall } from '@shoji/posture';

/** What a container is judged by, but for its host: the two documents that belong to it alone. */
export interface State {
  posture: Posture;
  traits: Traits;
}

/** Where a change leaves the container: `unknown` = one of the two sides could not be read. */
export const changeDirections = ['weakening', 'unknown', 'neutral', 'strengthening'] as const;
export type ChangeDirection = (typeof changeDirections)[number];

/** One fact, or one item of a list, that is another than before. */
export interface Change {
  wall: Wall;
  /** Path of the fact in the posture (`cgroups.memory.limit`); those of the traits begin with `traits.`. */
  field: string;
  /** The fact, or the item of a list; `null` = none was there, or no limit. */
  before: unknown;
  after: unknown;
  direction: ChangeDirection;
  /** What it comes to, in words. */
  note: string;
  /** Its share of the drift score; those of all changes add up to the score. */
  points: number;
}

/** What a change opens or closes by its field's own meaning; `depends` = only the risk engine can tell. */
export type Leaning = ChangeDirection | 'depends';

/** A change before it is weighed, which can be made or taken back on a copy of either state. */
export interface FieldChange extends Omit<Change, 'direction' | 'points'> {
  leaning: Leaning;
  /** Gives the state this fact as it was before, or as it is after. */
  set: (state: State, side: 'before' | 'after') => void;
}

/** Leaning of a change that opens something, closes something, both or neither. */
export const leaningOf = (opens: boolean, closes: boolean): Leaning =>
  opens === closes ? 'depends' : opens ? 'weakening' : 'strengthening';
