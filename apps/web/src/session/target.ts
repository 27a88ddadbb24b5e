/** Where to go after signing in: a path of this site, else the overview. Never another origin, never a loop. */
export function safeTarget(target: string | null): string {
  if (target === null || !/^\/(?![/\\])/.test(target)) return '/';
  // Browsers strip tabs and line breaks from URLs: `/\t/evil` would be another origin.
  if ([...target].some((character) => character <= ' ' || character === '\\')) return '/';
  return target === '/sign-in' || target.startsWith('/sign-in?') ? '/' : target;
}

/** The sign-in page that leads back to the given path. */
export const signInPath = (from: string): string => {
  const target = safeTarget(from);
  return target === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(target)}`;
};
