'use client';

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-[760px] px-(--gutter) py-16">
      <h1>This page could not be drawn</h1>
      <p className="mt-3 mb-6 font-serif text-lead text-ink-2">
        A fault in Shoji’s own code stopped it. Nothing was changed. The browser says: {error.message}
      </p>
      <button type="button" className="btn" onClick={reset}>
        Draw it again
      </button>
    </main>
  );
}
