import { unescapeOctal } from './octal.js';

/** The directories of an overlay mount as given when it was mounted, so perhaps relative (Documentation/filesystems/overlayfs.rst). */
export interface OverlayLayers {
  /** Topmost first. */
  lower: string[];
  /** Data-only layers, below all others and never seen by name. */
  data: string[];
  /** null = a read-only overlay. */
  upper: string | null;
  work: string | null;
}

/** Reads `lowerdir`, `lowerdir+`, `datadir+`, `upperdir` and `workdir` from the (still escaped) super options of a mountinfo entry. */
export function overlayLayers(superOptions: readonly string[]): OverlayLayers {
  const layers: OverlayLayers = { lower: [], data: [], upper: null, work: null };
  for (const option of superOptions) {
    const equals = option.indexOf('=');
    const value = option.slice(equals + 1);
    switch (option.slice(0, Math.max(equals, 0))) {
      case 'lowerdir':
        splitLowerdir(value, layers);
        break;
      // One layer each, in which the kernel knows no backslash escapes.
      case 'lowerdir+':
        layers.lower.push(unescapeOctal(value));
        break;
      case 'datadir+':
        layers.data.push(unescapeOctal(value));
        break;
      case 'upperdir':
        layers.upper = unescapeLayer(value);
        break;
      case 'workdir':
        layers.work = unescapeLayer(value);
        break;
    }
  }
  return layers;
}

/**
 * Colons separate layers, `::` begins the data-only ones. A colon of a name is `\:` as the user wrote it, printed
 * `\134:`; Linux 6.5 to 6.7 print `\072` instead.
 */
function splitLowerdir(value: string, layers: OverlayLayers): void {
  let into = layers.lower;
  for (const part of value.match(/(?:\\(?:134.|.)|[^:\\])+|:+/gsu) ?? []) {
    if (part === '::') into = layers.data;
    else if (!part.startsWith(':')) into.push(unescapeLayer(part));
  }
}

/** The kernel's octal escapes, then the user's backslash before a colon, comma or backslash. */
function unescapeLayer(value: string): string {
  return unescapeOctal(value).replace(/\\(.)/gsu, '$1');
}
