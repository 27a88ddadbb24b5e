import { costOf, isList, type Spend, type Value } from './values.js';

const [least, greatest] = [-(2n ** 63n), 2n ** 63n - 1n];
/** Characters of a text that an expression puts together. */
const longest = 10_000;

/** `+ - * / %` of CEL on integers, texts and lists; `null` where there is no such value. */
export function arithmetic(operator: string, a: Value, b: Value, spend: Spend): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const value = integer(operator, a, b);
    return value !== null && value >= least && value <= greatest ? value : null;
  }
  if (operator !== '+') return null;
  if (typeof a === 'string' && typeof b === 'string') {
    spend(costOf(a) + costOf(b));
    return a.length + b.length <= longest ? a + b : null;
  }
  if (!isList(a) || !isList(b)) return null;
  spend(a.length + b.length);
  return [...a, ...b];
}

function integer(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? null : a / b;
    default:
      return b === 0n ? null : a % b;
  }
}

/** `< <= > >=` of CEL on integers, texts and bools; `null` where the two have no order. */
export function compared(operator: string, a: Value, b: Value, spend: Spend): boolean | null {
  if (typeof a !== typeof b || a === null || typeof a === 'object' || b === null || typeof b === 'object')
    return null;
  if (typeof a === 'string') spend(costOf(a));
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
