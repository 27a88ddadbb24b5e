'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { AccountMenu } from '../session/account-menu';
import { Ago } from '../words/ago';
import { number, plural } from '../words/format';
import { Mark } from './mark';
import styles from './masthead.module.css';
import { useStatus } from './status';
import { ThemeSwitch } from './theme-switch';

const places = [
  { href: '/', name: 'Overview' },
  { href: '/containers', name: 'Containers' },
  { href: '/hosts', name: 'Hosts' },
  { href: '/drift', name: 'Drift' },
  { href: '/rules', name: 'Rules' },
  { href: '/compliance', name: 'Compliance' },
  { href: '/exceptions', name: 'Exceptions' },
] as const;

const isIn = (path: string, href: string) =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);

/** The head of every page: where one is, how fresh what is shown is, and who one is. */
export function Masthead() {
  const path = usePathname();
  const { data, isError } = useStatus();
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.mast}>
        <Link className={styles.brand} href="/">
          <Mark />
          <span>Shoji</span>
        </Link>
        <nav className={styles.nav} aria-label="Main">
          {places.map(({ href, name }) => (
            <Link key={href} href={href} aria-current={isIn(path, href) ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <div className={styles.end}>
          <span className={styles.fresh}>
            {isError ? <b>no answer</b> : data && <Freshness fleet={data.fleet} />}
          </span>
          <ThemeSwitch />
          {data?.viewer && <AccountMenu name={data.viewer.name} role={data.viewer.role} />}
        </div>
      </header>
    </>
  );
}

function Freshness({
  fleet,
}: {
  fleet: { hostCount: number; silentHostCount: number; lastReportAt?: string | null | undefined };
}) {
  if (fleet.hostCount === 0) return <>no hosts yet</>;
  return (
    <>
      <Link className="n" href="/hosts">
        {number(fleet.hostCount - fleet.silentHostCount)}
      </Link>{' '}
      of {plural(fleet.hostCount, 'host')}
      {fleet.lastReportAt && (
        <>
          , <Ago at={fleet.lastReportAt} suffix=" ago" />
        </>
      )}
    </>
  );
}
