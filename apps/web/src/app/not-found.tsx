import Link from 'next/link';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-[760px] px-(--gutter) py-16">
      <h1>There is no such page</h1>
      <p className="mt-3 font-serif text-lead text-ink-2">
        The address may be mistyped, or what stood here was removed. Go to the{' '}
        <Link className="lk" href="/">
          overview
        </Link>{' '}
        or look among the{' '}
        <Link className="lk" href="/containers">
          containers
        </Link>
        .
      </p>
    </main>
  );
}
