'use client';
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import { RiskMark } from '../risk/risk-mark';
import { Glyph } from '../walls/glyph';
import { statusByWall, walls } from '../walls/vocabulary';
import { Ago } from '../words/ago';
import { Text } from '../words/text';
import styles from './containers.module.css';
import type { ContainerRow } from './query';
import type { OrderKey } from './url-state';

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, ContainerRow>();

/** The page of a container, as of the time that its row shows. */
export const containerPath = ({ id, asOf }: Pick<ContainerRow, 'id' | 'asOf'>): string =>
  `/containers/${encodeURIComponent(id)}${asOf ? `?at=${encodeURIComponent(asOf)}` : ''}`;

/** Class of a column's cells, and the order its head asks for, by column id. */
export const columnLook: Record<string, { className: string | undefined; order?: OrderKey }> = {
  risk: { className: styles.risk, order: 'risk' },
  name: { className: styles.name, order: 'name' },
  walls: { className: styles.walls },
  image: { className: styles.image },
  runtime: { className: styles.runtime },
  host: { className: styles.hostCell },
  seen: { className: styles.seen, order: 'seen' },
};

/** The columns, in reading order. Cells hold text of hostile containers: `Text` only. */
export const columns = helper.columns([
  helper.display({ id: 'risk', header: 'Risk', cell: ({ row }) => <RiskMark risk={row.original.risk} /> }),
  helper.display({
    id: 'name',
    header: 'Container',
    cell: ({ row }) => (
      <Link className="font-medium" href={containerPath(row.original)} prefetch={false}>
        <Text of={row.original.name} />
        {row.original.kind !== 'container' && (
          <span className="font-normal text-ink-3"> {row.original.kind.replace('_', ' ')}</span>
        )}
        {row.original.self && <span className="font-normal text-ink-3"> Shoji itself</span>}
      </Link>
    ),
  }),
  helper.display({
    id: 'walls',
    header: () =>
      walls.map(({ id, name, head }) => (
        <span key={id} title={name}>
          <abbr className="no-underline" title={name}>
            {head}
          </abbr>
        </span>
      )),
    cell: ({ row }) => {
      const status = statusByWall(row.original.walls);
      return walls.map(({ id, name }) => (
        <span key={id}>
          <Glyph state={status[id]} label={`${name} ${status[id]}`} />
        </span>
      ));
    },
  }),
  helper.display({
    id: 'image',
    header: 'Image',
    cell: ({ row }) =>
      row.original.image?.reference ? (
        <Text of={row.original.image.reference} className="cond text-ink-2" />
      ) : (
        <span className="text-ink-3">none known</span>
      ),
  }),
  helper.display({
    id: 'runtime',
    header: 'Runtime',
    cell: ({ row }) => (
      <span className="text-ink-2">
        {row.original.runtime === 'none' ? 'kernel only' : row.original.runtime}
      </span>
    ),
  }),
  helper.display({
    id: 'host',
    header: 'Host',
    cell: ({ row: { original } }) => (
      <>
        <Text of={original.host.name} className="mono text-ink-2" />
        {original.host.groups.length > 0 && (
          <Text of={original.host.groups.join(', ')} className="ml-2 text-ink-3" />
        )}
      </>
    ),
  }),
  helper.display({
    id: 'seen',
    header: 'Last seen',
    cell: ({ row: { original } }) =>
      original.state === 'gone' ? (
        <span>
          gone <Ago at={original.goneAt ?? original.lastSeen} />
        </span>
      ) : original.state === 'unknown' ? (
        <b title="The host is silent: whether it still runs is not known.">
          <Glyph state="unknown" size={14} label="Not known whether it still runs" />{' '}
          <Ago at={original.lastSeen} />
        </b>
      ) : (
        <span className="text-ink-2">
          <Ago at={original.lastSeen} />
        </span>
      ),
  }),
]);
