/** Least to most urgent. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes one line per call: time, level, message, then `key=value` (logfmt). */
export type Log = Record<
  LogLevel,
  (message: string, fields?: Record<string, string | number | boolean>) => void
>;

// Control characters, line separators and the marks that turn the direction of text: a container's name must not be
// able to write a second line or hide a part of this one.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const escape = (text: string) =>
  text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const field = (value: string | number | boolean): string =>
  /^[\w.:/@+-]+$/.test(String(value)) ? String(value) : escape(JSON.stringify(String(value)));

/** Makes a log that drops what is below `least` and hands finished lines to `write`. */
export function createLog(least: LogLevel, write: (line: string) => void, now: () => number = Date.now): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: Record<string, string | number | boolean> = {}): void => {
      if (logLevels.indexOf(level) < logLevels.indexOf(least)) return;
      const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${field(value)}`);
      write(`${new Date(now()).toISOString()} ${level} ${escape(message)}${pairs.join('')}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
