import { visible } from './visible';

/** Hostile text: shown as data, with what cannot be seen as escapes, and whole in the title where it may be cut. */
export function Text({ of, className }: { of: string; className?: string }) {
  const shown = visible(of);
  return (
    <span className={className} title={shown} dir="ltr">
      {shown}
    </span>
  );
}
