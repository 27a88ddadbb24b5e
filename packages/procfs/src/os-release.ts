/**
 * /etc/os-release: variable -> value (os-release(5)). It is no kernel text but a shell fragment that people edit:
 * what is no assignment is skipped, as systemd does.
 */
export function parseOsRelease(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables.set(name, unquote(value.trimEnd()));
  }
  return variables;
}

function unquote(value: string): string {
  const mark = value.charAt(0);
  if (value.length < 2 || !value.endsWith(mark) || (mark !== '"' && mark !== "'")) return value;
  const inner = value.slice(1, -1);
  return mark === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
}
