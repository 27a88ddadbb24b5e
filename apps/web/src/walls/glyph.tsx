import type { WallStatus } from '../graphql/generated/graphql';
import { cx } from '../words/cx';

/** The four glyphs as symbols, drawn once a page. Each state has its own form, so that colour is never alone. */
export function GlyphSheet() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <symbol id="w-closed" viewBox="0 0 16 16">
          <rect
            x="2.5"
            y="1.5"
            width="11"
            height="13"
            fill="var(--wall-closed-fill)"
            stroke="var(--wall-closed-edge)"
          />
        </symbol>
        <symbol id="w-thin" viewBox="0 0 16 16">
          <rect
            x="2.5"
            y="1.5"
            width="11"
            height="13"
            fill="var(--wall-thin-fill)"
            stroke="var(--wall-thin)"
          />
          <path d="M3 7.5 9 1.5M3 13.5 13 3.5M7 14.5 13 8.5" fill="none" stroke="var(--wall-thin)" />
        </symbol>
        <symbol id="w-open" viewBox="0 0 16 16">
          <path
            d="M2 1h4.2L4.6 4l1.7 2.6-2 2.8 1.6 2.7L4.6 15H2zM14 15H9.8l1.6-3-1.7-2.6 2-2.8-1.6-2.7L11.4 1H14z"
            fill="var(--wall-open)"
          />
        </symbol>
        <symbol id="w-unknown" viewBox="0 0 16 16">
          <rect
            x="2.5"
            y="1.5"
            width="11"
            height="13"
            fill="none"
            stroke="var(--wall-unknown)"
            strokeWidth="1.2"
            strokeDasharray="1.2 1.8"
          />
          <path
            d="M6 6.3c.1-1.3 1-2 2.1-2 1.2 0 2 .7 2 1.8 0 1.5-2 1.6-2 3.2"
            fill="none"
            stroke="var(--wall-unknown)"
            strokeWidth="1.4"
          />
          <path d="M7.3 10.7h1.6v1.6H7.3z" fill="var(--wall-unknown)" />
        </symbol>
      </defs>
    </svg>
  );
}

/** One wall's state as its form. Without a label it is decoration beside a word that says the same. */
export function Glyph({
  state,
  label,
  size = 16,
  className,
}: {
  state: WallStatus;
  label?: string;
  size?: number;
  className?: string | undefined;
}) {
  return (
    <svg
      width={size}
      height={size}
      className={cx('inline-block flex-none align-[-3px]', className)}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {label !== undefined && <title>{label}</title>}
      <use href={`#w-${state}`} />
    </svg>
  );
}
