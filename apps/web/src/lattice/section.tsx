import type { ReactNode } from 'react';

/** A section of a page: the post, its title, a line that explains it, and its links at the right. */
export function Section({
  title,
  lead,
  end,
  id,
  children,
  className = 'mt-12 max-sm:mt-8',
}: {
  title: ReactNode;
  lead?: ReactNode;
  end?: ReactNode;
  id?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`${className} min-w-0`} id={id}>
      <header className="mb-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t-2 border-ink pt-[11px]">
        <h2>{title}</h2>
        {lead !== undefined && <p className="text-ink-2">{lead}</p>}
        {end !== undefined && <span className="ml-auto">{end}</span>}
      </header>
      {children}
    </section>
  );
}
