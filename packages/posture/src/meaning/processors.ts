/** Numbers of a list such as `0-3,8` (cpuset(7)); what is no such list has none. */
export function processorsOf(list: string): Set<number> {
  const numbers = new Set<number>();
  for (const [, first, last] of list.matchAll(/(\d{1,5})(?:-(\d{1,5}))?/g))
    for (let each = Number(first); each <= Number(last ?? first) && numbers.size < 65_536; each += 1)
      numbers.add(each);
  return numbers;
}
