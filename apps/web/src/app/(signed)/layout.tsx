import { Suspense, type ReactNode } from 'react';
import { Masthead } from '../../lattice/masthead';
import { Guard } from '../../session/guard';
import { GlyphSheet } from '../../walls/glyph';

export default function SignedLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <GlyphSheet />
      <Suspense>
        <Masthead />
        <Guard>{children}</Guard>
      </Suspense>
    </div>
  );
}
