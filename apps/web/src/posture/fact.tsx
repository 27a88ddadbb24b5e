import type { ReactNode } from 'react';
import { Glyph } from '../walls/glyph';
import { visible } from '../words/visible';
import { reading, type Fact } from './document';

/** A fact wherever one is shown: its value, or the dotted glyph and why it could not be read, or why it cannot exist. */
export function FactValue<T>({
  of,
  children,
}: {
  of: Fact<T> | undefined;
  children: (value: T) => ReactNode;
}) {
  const read = reading(of);
  switch (read.kind) {
    case 'value':
      return children(read.value);
    case 'unreadable':
      return (
        <span className="whitespace-normal">
          <Glyph state="unknown" size={14} className="mr-1" />
          <b>unknown</b>, {visible(read.reason)}
        </span>
      );
    case 'unsupported':
      return <span className="whitespace-normal text-ink-3">unsupported: {visible(read.reason)}</span>;
  }
}

/** Rows of a name and a fact. */
export function FactTable({
  rows,
}: {
  rows: readonly { name: ReactNode; value: ReactNode; note?: ReactNode }[];
}) {
  return (
    <table>
      <tbody>
        {rows.map(({ name, value, note }, index) => (
          <tr key={index}>
            <th scope="row" className="!font-medium">
              {name}
            </th>
            <td className="w-[70%] [overflow-wrap:anywhere]">
              {value}
              {note !== undefined && <span className="text-ink-3"> {note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A list of names the kernel gave, in its own type; an empty list says so. */
export function NameList({ names, none }: { names: readonly string[]; none: string }) {
  if (names.length === 0) return <span className="text-ink-3">{none}</span>;
  return (
    <ul className="mono leading-[1.6] [overflow-wrap:anywhere]">
      {names.map((name) => (
        <li key={name}>{visible(name)}</li>
      ))}
    </ul>
  );
}
