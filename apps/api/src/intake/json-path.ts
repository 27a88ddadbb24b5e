import type { z } from 'zod';

/** A place in a JSON document as people write it: `containers[3].instance.pid`. */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const name = String(step);
      // Longer than any field of ours is a hash: written alike whatever digit it begins with.
      if (!/^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name)) return `[${JSON.stringify(name.slice(0, 80))}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');

/** The first fault of a document, followed into the alternative of a union that came furthest. */
export function firstFault(error: z.ZodError): { path: string; message: string } {
  let path: readonly PropertyKey[] = [];
  let issue: z.core.$ZodIssue | undefined = error.issues[0];
  while (issue) {
    path = [...path, ...issue.path];
    if (issue.code !== 'invalid_union') break;
    const deepest: z.core.$ZodIssue | undefined = issue.errors.flat().sort((a, b) => depth(b) - depth(a))[0];
    if (deepest === undefined || depth(deepest) === 0) break;
    issue = deepest;
  }
  return { path: jsonPath(path), message: issue?.message ?? 'invalid' };
}

const depth = (issue: z.core.$ZodIssue): number =>
  issue.path.length + (issue.code === 'invalid_union' ? Math.max(0, ...issue.errors.flat().map(depth)) : 0);
