import { unsupported, type IdMapping, type Posture } from '@shoji/posture';

/** All ids of the host, each as itself. */
export const identity: IdMapping[] = [{ containerId: 0, hostId: 0, size: 0xffff_ffff }];

const units: Record<string, number> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A limit as the kernel's files and systemd take it: `95M`, `max`, `infinity`, `-1`; `null` = none, or no number. */
export function limitOf(text: string | undefined): number | null {
  const [, digits, unit = ''] = /^(\d{1,15})([kmgt]?)$/i.exec(text ?? '') ?? [];
  if (digits === undefined) return null;
  const value = Number(digits) * (units[unit.toLowerCase()] ?? 1);
  return Number.isSafeInteger(value) ? value : null;
}

/** Three texts as a line of an id map: id inside, id on the host, how many. */
export function rangeOf(texts: readonly string[]): IdMapping | undefined {
  const [containerId, hostId, size] = texts.map((text) => (/^\d{1,10}$/.test(text) ? Number(text) : NaN));
  const fits = (id: number | undefined): id is number => id !== undefined && id <= 0xffff_ffff;
  return fits(containerId) && fits(hostId) && fits(size) ? { containerId, hostId, size } : undefined;
}

/** What an id of the container is on the host; `undefined` where it is not mapped. */
export function ownerOf(id: number, map: readonly IdMapping[]): number | undefined {
  const range = map.find(({ containerId, size }) => id >= containerId && id < containerId + size);
  return range && Math.min(range.hostId + id - range.containerId, 0xffff_ffff);
}

/** `1024:4096`, `unlimited`, `infinity` (one value is both). */
export function rlimitOf(text: string | undefined): Posture['rlimits']['nofile'] {
  if (text === undefined) return unsupported('not declared');
  const [soft, hard = soft] = text.split(':').map((value) => limitOf(value.trim()));
  return { soft: soft ?? null, hard: hard ?? null };
}
