const count = new Intl.NumberFormat('en-GB');

/** A whole number with thousands marked; minus is U+2212. */
export const number = (value: number): string => count.format(value).replace('-', '−');

/** `1 host`, `2 hosts`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** A share as a percentage; what is not zero is never shown as 0 %, what is not all never as 100 %. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '0 %';
  const share = (part / whole) * 100;
  if (share > 0 && share < 0.1) return 'under 0.1 %';
  const shown = share >= 10 ? Math.round(share) : Math.round(share * 10) / 10;
  return shown >= 100 && part < whole ? '99.9 %' : `${shown} %`;
}

/** A length of time in one or two units: `9 s`, `41 min`, `3 h 30 min`, `12 d`. Milliseconds in; below zero is `0 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10 && minutes % 60 !== 0) return `${hours} h ${minutes % 60} min`;
  if (hours < 48) return `${hours} h`;
  return `${number(Math.floor(hours / 24))} d`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes in the largest binary unit that leaves at least 1; one decimal where it says something. */
export function bytes(value: number): string {
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const shown = amount >= 100 || Number.isInteger(amount) ? Math.round(amount) : Math.round(amount * 10) / 10;
  return `${number(shown)} ${units[unit] ?? ''}`;
}

/** Day and time of the reader's clock, 24 h: `23 Nov 2026, 09:42`. */
export function dateTime(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** A word with its first letter large. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'] as const;

/** A small count as a word that may begin a sentence: `Two`; above eight in figures. */
export const countWord = (value: number): string => words[value] ?? number(value);
