import Link from 'next/link';
import { Fragment } from 'react';
import { visible } from '../words/visible';

/** Names of host groups, each a link to all that is in it; nothing where there are none. */
export function Groups({ of, page }: { of: readonly string[]; page: 'hosts' | 'containers' }) {
  return of.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <Link className="n" href={`/${page}?group=${encodeURIComponent(name)}`}>
        {visible(name)}
      </Link>
    </Fragment>
  ));
}
