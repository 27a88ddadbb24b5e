'use client';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, type MouseEvent } from 'react';
import { cx } from '../words/cx';
import { columnLook, columns, containerPath, features } from './columns';
import styles from './containers.module.css';
import type { ContainerRow } from './query';
import { turned, type ContainersState } from './url-state';
import { useNarrow } from './use-narrow';

const rowHeight = { wide: 32, narrow: 60 } as const;

/** The rows in sight of however many there are; more are asked for as the last ones come near. */
export function ContainersTable({
  rows,
  total,
  state,
  set,
  more,
}: {
  rows: ContainerRow[];
  total: number;
  state: ContainersState;
  set: (change: Partial<ContainersState>) => void;
  more: (() => void) | null;
}) {
  const router = useRouter();
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const height = narrow ? rowHeight.narrow : rowHeight.wide;
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.id });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && lastInSight >= rows.length - 20) more();
  }, [more, lastInSight, rows.length]);

  const open = (event: MouseEvent, row: ContainerRow) => {
    const onLink = event.target instanceof Element && event.target.closest('a') !== null;
    if (onLink || event.ctrlKey || event.metaKey || event.shiftKey || getSelection()?.toString()) return;
    router.push(containerPath(row));
  };

  return (
    <div
      className={styles.grid}
      ref={scroll}
      role="table"
      aria-label="Containers"
      aria-rowcount={total + 1}
      tabIndex={0}
    >
      {table.getHeaderGroups().map((group) => (
        <div key={group.id} className={cx(styles.row, styles.head)} role="row" aria-rowindex={1}>
          {group.headers.map((header) => {
            const look = columnLook[header.column.id];
            const order = look?.order;
            const sorted = order !== undefined && order === state.order;
            return (
              <span
                key={header.id}
                role="columnheader"
                className={look?.className}
                aria-sort={sorted ? (state.dir === 'asc' ? 'ascending' : 'descending') : undefined}
              >
                {order === undefined ? (
                  <table.FlexRender header={header} />
                ) : (
                  <button type="button" onClick={() => set(turned(state, order))}>
                    <table.FlexRender header={header} />
                    {sorted && <Arrow up={state.dir === 'asc'} />}
                  </button>
                )}
              </span>
            );
          })}
        </div>
      ))}
      <div className={styles.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = model[item.index];
          if (!row) return null;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              className={cx(styles.row, row.original.state === 'gone' && styles.gone)}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={(event) => open(event, row.original)}
            >
              {row.getAllCells().map((cell) => (
                <span key={cell.id} role="cell" className={columnLook[cell.column.id]?.className}>
                  <table.FlexRender cell={cell} />
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Arrow({ up }: { up: boolean }) {
  return (
    <svg
      width="9"
      height="6"
      viewBox="0 0 9 6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
    >
      <path d={up ? 'M1 5l3.5-3.5L8 5' : 'M1 1l3.5 3.5L8 1'} />
    </svg>
  );
}
