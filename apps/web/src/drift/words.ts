import type {
  BaselineKind,
  ChangeDirection,
  DriftCause,
  DriftResolution,
  DriftState,
  WallStatus,
} from '../graphql/generated/graphql';

/** Each cause as a choice, and as the rest of a sentence that begins with the container's name. */
export const causes: Record<DriftCause, { name: string; says: string }> = {
  live: { name: 'changed while running', says: 'changed while it ran' },
  redeploy: { name: 'made anew', says: 'was made or started anew with other settings' },
  host: { name: 'host or daemon', says: 'was moved by a setting of the host or of a daemon' },
  outlier: { name: 'outlier', says: 'is not like its siblings' },
  declared: { name: 'not enforced', says: 'is not held to what was asked for' },
};

/** How a direction is said; the glyph is that of the wall it would make. */
export const directions: Record<ChangeDirection, { name: string; glyph: WallStatus }> = {
  weakening: { name: 'weaker', glyph: 'open' },
  unknown: { name: 'not known', glyph: 'unknown' },
  neutral: { name: 'other', glyph: 'thin' },
  strengthening: { name: 'stronger', glyph: 'closed' },
};

export const states: Record<DriftState, string> = {
  open: 'open',
  rejected: 'rejected',
  resolved: 'resolved',
};

export const resolutions: Record<DriftResolution, string> = {
  approved: 'approved',
  returned: 'undone',
  changed: 'became another',
  gone: 'container gone',
};

export const baselines: Record<BaselineKind, string> = {
  learned: 'learned from what stood still first',
  approved: 'approved',
  declared: 'what was asked for',
};
