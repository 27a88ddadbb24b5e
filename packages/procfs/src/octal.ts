/** A string with the kernel's `\ooo` escapes undone (seq_escape, mangle_path); other backslashes stay. */
export function unescapeOctal(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
