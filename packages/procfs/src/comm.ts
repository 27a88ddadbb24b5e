/**
 * A process name as /proc/PID/status and stat print it, with the two escapes they use undone: `\n` and `\\`
 * (fs/proc/array.c, proc_task_name). Any other backslash is part of the name.
 */
export function unescapeComm(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\[n\\]/g, (escape) => (escape === '\\n' ? '\n' : '\\'));
}
