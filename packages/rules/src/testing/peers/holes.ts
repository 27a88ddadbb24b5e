import { byDaemon } from './by-daemon.js';
import { byInspect } from './by-inspect.js';
import { byName } from './by-name.js';
import type { Hole } from './hole.js';

/** Every hole of other tools that a rule closes: read from inspect, matched by name, and not seen at all. */
export const holes: readonly Hole[] = [...byInspect, ...byName, ...byDaemon];
