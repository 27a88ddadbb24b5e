/**
 * Control, format and private characters, separators other than the space, unassigned code points and lone
 * surrogates: whatever could hide, reorder or break the text around it (Unicode general categories C, Zl, Zp).
 */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/gu;

const escapeOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
};

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from a container or a kernel as it may be shown: what cannot be seen stands as an escape (`\x1b`, `\u202e`). */
export function visible(text: string): string {
  return text.replace(hidden, (character) => named[character] ?? escapeOf(character));
}
