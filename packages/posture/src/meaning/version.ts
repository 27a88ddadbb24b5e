import { isKnown, type Fact } from '../fact.js';

/** A release number as far as it orders releases; `vendor` = what a distribution added, with which it may mend it. */
export interface Release {
  /** Major, minor, patch. */
  numbers: readonly [number, number, number];
  vendor: string;
}

/** Reads `6.1.0-56-amd64`, `v1.7.13`, `1.1.5+ds1-1+deb12u1`; `null` where it begins with no number. */
export function parseRelease(text: string): Release | null {
  const match = /^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(.*)$/s.exec(text);
  if (!match) return null;
  const [, major, minor, patch, vendor = ''] = match;
  return { numbers: [Number(major), Number(minor), Number(patch ?? 0)], vendor };
}

/** Whether `release` is at least `other` (`[1, 1, 12]`), by its numbers alone. */
export const isAtLeast = ({ numbers }: Release, other: readonly [number, number, number]): boolean => {
  const differs = numbers.findIndex((number, index) => number !== other[index]);
  return differs < 0 || (numbers[differs] ?? 0) > (other[differs] ?? 0);
};

/**
 * Whether a flaw is mended in a release: each line of releases from the version that `fixes` names for it on, and
 * everything newer than the newest of them.
 */
export const isMended = (
  release: Release,
  fixes: readonly (readonly [number, number, number])[],
): boolean => {
  const line = fixes.find(([major, minor]) => major === release.numbers[0] && minor === release.numbers[1]);
  if (line) return isAtLeast(release, line);
  return fixes.every((fix) => isAtLeast(release, fix));
};

/** What a version says of a flaw: `unknown` where it does not tell, or a distribution may have mended an older one. */
export function flawIn(
  version: Fact<string>,
  fixes: readonly (readonly [number, number, number])[],
): 'mended' | 'flawed' | 'unknown' {
  const release = isKnown(version) ? parseRelease(version) : null;
  if (!release) return 'unknown';
  if (isMended(release, fixes)) return 'mended';
  return release.vendor === '' ? 'flawed' : 'unknown';
}
