import { condition, unsure, type Condition } from '../path.js';

/** Somebody on the host has the number of a user of the container: who signs in there is not a fact of isolation. */
export const hasUserOnHost: Condition = condition({
  wall: 'user',
  reads: {},
  unsupported: unsure('there are no users'),
  answer: () => unsure('whether somebody has a foothold on the host with the same number is not known'),
});

/** The kernel has a flaw that nobody has told of, or that this one has not mended: never known to be so, or not. */
export const kernelHasUnknownFlaw: Condition = condition({
  wall: 'namespaces',
  reads: {},
  unsupported: unsure('there is no kernel'),
  answer: () => unsure('whether this kernel has a flaw behind them is not known'),
});
