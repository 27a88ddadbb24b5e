'use client';
import type { WallName, WallStatus } from '../graphql/generated/graphql';
import { cx } from '../words/cx';
import { visible } from '../words/visible';
import { Glyph } from './glyph';
import { drawWalls, type Picture } from './picture-geometry';
import type { PictureWay, Thread } from './threads';
import styles from './picture.module.css';
import { walls } from './vocabulary';
import { useWidth } from './width';

/** One wall as the picture tells it: its state, why, and what it adds to the risk in whole points. */
export interface PictureWall {
  wall: WallName;
  state: WallStatus;
  reasons: readonly string[];
  points: { known: number; unknown: number };
}

/** Reasons of a wall that stand below it at once. */
const shownReasons = 3;

const nameOf = (wall: WallName) => walls.find(({ id }) => id === wall)?.name ?? wall;
/** What a wall adds to the risk; a wall that is not known adds nobody knows what. */
const pointsOf = ({ state, points: { known, unknown } }: PictureWall): string => {
  const sum = known > 0 ? `+${known}` : '0';
  if (unknown > 0) return `${sum}, up to +${known + unknown}`;
  return state === 'unknown' ? `${known > 0 ? sum : ''}+?` : sum;
};
const reasonsOf = (wall: PictureWall): readonly string[] =>
  wall.reasons.length > 0
    ? wall.reasons
    : [wall.state === 'closed' ? 'Nothing found.' : 'No reason was given.'];

/** The eight walls between a process and its host, as leaning paper panels, with the reasons as text below. */
export function WallsPicture({
  picture: given,
  ways,
  process,
  outside,
}: {
  picture: readonly PictureWall[];
  ways: readonly PictureWay[];
  process: string;
  outside: string;
}) {
  const [element, width] = useWidth<HTMLDivElement>();
  const drawing = width === null || width < 200 ? null : drawWalls(given, width, ways);
  const label = `Eight walls between the process and the host. ${given
    .map((wall) => `${nameOf(wall.wall)} is ${wall.state}.`)
    .join(' ')} ${ways.map(({ title, state }) => `${title}: ${state}.`).join(' ')}`;
  return (
    <div ref={element} className="min-h-[320px]">
      {drawing && (
        <Drawing drawing={drawing} label={label} process={visible(process)} outside={visible(outside)} />
      )}
      {drawing?.vertical === false ? (
        <ul
          className={styles.reasons}
          style={{
            gridTemplateColumns: `repeat(${given.length - 1}, ${drawing.step - 14}px) minmax(0, 1fr)`,
            marginLeft: drawing.first,
          }}
        >
          {given.map((wall) => (
            <li key={wall.wall}>
              <span className="sr-only">
                {nameOf(wall.wall)}, {wall.state}:
              </span>
              <p className={cx(styles.points, styles[`text${wall.state}`])}>{pointsOf(wall)}</p>
              <Reasons wall={wall} className={wall.state === 'closed' ? 'text-ink-3' : 'text-ink-2'} />
            </li>
          ))}
        </ul>
      ) : (
        <ul className={styles.list}>
          {given.map((wall) => (
            <li key={wall.wall}>
              <Glyph state={wall.state} className="mt-[2px]" />
              <b>
                {nameOf(wall.wall)}{' '}
                <span className={cx('font-normal', styles[`text${wall.state}`])}>{wall.state}</span>
              </b>
              <b className={styles[`text${wall.state}`]}>{pointsOf(wall)}</b>
              <Reasons wall={wall} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The gravest reasons; the others on demand. */
function Reasons({ wall, className }: { wall: PictureWall; className?: string }) {
  const reasons = reasonsOf(wall);
  const few = reasons.length > shownReasons + 1 ? shownReasons : reasons.length;
  const lines = (some: readonly string[]) =>
    some.map((reason, index) => (
      <p key={index} className={className}>
        {visible(reason)}
      </p>
    ));
  return (
    <>
      {lines(reasons.slice(0, few))}
      {few < reasons.length && (
        <details className={styles.further}>
          <summary>{reasons.length - few} more</summary>
          {lines(reasons.slice(few))}
        </details>
      )}
    </>
  );
}

function Drawing({
  drawing,
  label,
  process,
  outside,
}: {
  drawing: Picture;
  label: string;
  process: string;
  outside: string;
}) {
  const { width, height, vertical } = drawing;
  const night = drawing.outside;
  const middle = { x: night.x + night.width / 2, y: night.y + night.height / 2 };
  const processMiddle = drawing.process.y + drawing.process.height / 2;
  return (
    <svg
      className={cx(styles.picture, vertical && styles.vertical)}
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <rect className={styles.outside} {...night} />
      <text
        className={styles.outsideText}
        {...(vertical
          ? { x: middle.x, y: middle.y + 4 }
          : { transform: `translate(${middle.x + 4} ${middle.y}) rotate(-90)` })}
      >
        {outside}
      </text>
      <rect className={styles.process} {...drawing.process} />
      {/* Stacked, the numbers of the ways stand where it would. */}
      {!(vertical && drawing.threads.length > 0) && (
        <text
          className={styles.processText}
          {...(vertical
            ? { x: drawing.process.x + drawing.process.width / 2, y: 15 }
            : { transform: `translate(14 ${processMiddle}) rotate(-90)` })}
        >
          {process}
        </text>
      )}
      {drawing.threads.map((thread) => (
        <g key={thread.id} className={styles[`thread${thread.state}`]}>
          <path className={styles.thread} d={thread.back} />
          {thread.dashed && <path className={cx(styles.thread, styles.dashed)} d={thread.dashed} />}
        </g>
      ))}
      {drawing.panels.map((panel) => (
        <g key={panel.wall} data-wall={panel.wall} data-state={panel.state}>
          {panel.shapes.map((shape, index) => (
            <path key={index} className={styles[shape.kind]} d={shape.d} />
          ))}
          {panel.question && (
            <text className={styles.question} {...panel.question}>
              ?
            </text>
          )}
          <text className={styles.name} {...panel.label}>
            {nameOf(panel.wall)}
          </text>
          <text
            className={cx(styles.state, styles[`state${panel.state}`])}
            x={vertical ? width - 6 : panel.label.x}
            y={vertical ? panel.label.y : panel.label.y + 15}
          >
            {panel.state}
          </text>
        </g>
      ))}
      {drawing.threads.map((thread, index) => (
        <ThreadInFront key={thread.id} thread={thread} number={index + 1} drawing={drawing} />
      ))}
    </svg>
  );
}

function ThreadInFront({ thread, number, drawing }: { thread: Thread; number: number; drawing: Picture }) {
  const { vertical, first } = drawing;
  const room = Math.floor((first - 50) / 6.3);
  const title = thread.title.length > room ? `${thread.title.slice(0, room - 1).trimEnd()}…` : thread.title;
  return (
    <g className={styles[`thread${thread.state}`]} data-way={thread.id} data-state={thread.state}>
      <path className={styles.thread} d={thread.front} />
      {thread.eyelets.map(({ x, y }) => (
        <ellipse
          key={`${x}:${y}`}
          className={styles.eyelet}
          cx={x}
          cy={y}
          rx={vertical ? 5 : 3.2}
          ry={vertical ? 3.2 : 5}
        />
      ))}
      {thread.bar && <path className={styles.bar} d={thread.bar} />}
      {thread.arrow && <path className={styles.arrow} d={thread.arrow} />}
      {thread.arrow && thread.state === 'possible' && !vertical && (
        <text className={styles.doubt} x={drawing.outside.x - 24} y={thread.label.y - 1}>
          ?
        </text>
      )}
      {vertical ? (
        <>
          <circle className={styles.number} cx={thread.label.x} cy={thread.label.y - 4} r={11} />
          <text className={styles.numberText} {...thread.label}>
            {number}
          </text>
        </>
      ) : (
        <text className={styles.way} {...thread.label}>
          <title>{thread.title}</title>
          {title}
        </text>
      )}
    </g>
  );
}
