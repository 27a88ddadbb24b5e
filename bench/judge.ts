/** What it costs to judge a posture with everything that is shown of it, against reading its documents as JSON. */
import { hashDocument, type Subject } from '@shoji/posture';
import { improvementOf, judge } from '@shoji/risk';
import { hostNames, readerOf, unpack } from '../test/recordings/unpack.js';
import { median, ownCpu, printRatio } from './measure.js';

const rounds = 9;
/** Enough for the compiler to have settled, and for the clock of the CPU not to matter. */
const perRound = 1000;

/** Rules, ways out, risk, best changes and plan of every distinct posture of the recorded hosts. */
export async function benchJudge(): Promise<void> {
  const subjects = await recordedSubjects();
  const texts = subjects.map((subject) => JSON.stringify(subject));
  const of = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
  const each = (act: (index: number) => unknown) => () => {
    for (let index = 0; index < perRound; index += 1) act(index);
  };
  const all = each((index) => {
    const subject = of(subjects, index);
    improvementOf(subject, judge(subject));
  });
  const verdict = each((index) => judge(of(subjects, index)));
  const read = each((index) => JSON.parse(of(texts, index)));
  for (const warm of [all, verdict, read]) warm();
  const [ours, alone, peer]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    ours?.push((await ownCpu(all)) / perRound);
    alone?.push((await ownCpu(verdict)) / perRound);
    peer?.push((await ownCpu(read)) / perRound);
  }
  const microseconds = (values: number[] = []) => median(values) * 1000;
  const line = { unit: 'µs', peer: microseconds(peer), peerName: 'JSON.parse of its documents' };
  printRatio({ what: 'rules, ways out and risk of a posture, CPU', ours: microseconds(alone), ...line });
  printRatio({ what: 'the same with best changes and plan, CPU', ours: microseconds(ours), ...line });
  console.log(
    `${Math.round(1e6 / microseconds(ours))} postures a second on one core, over ${subjects.length} distinct ones`,
  );
  // Many of the recorded ones were made to be open; of a fleet most are not, and need no plan.
  const closed = subjects.filter((subject) => judge(subject).paths.every(({ state }) => state !== 'open'));
  const usual = each((index) => {
    const subject = of(closed, index);
    improvementOf(subject, judge(subject));
  });
  usual();
  const quick: number[] = [];
  for (let round = 0; round < rounds; round += 1) quick.push((await ownCpu(usual)) / perRound);
  console.log(
    `${Math.round(1e6 / microseconds(quick))} a second over the ${closed.length} of them without an open way out`,
  );
}

/** Everything with walls of its own on the recorded hosts, each distinct posture, host and traits once. */
export async function recordedSubjects(): Promise<Subject[]> {
  const found = new Map<string, Subject>();
  for (const name of hostNames) {
    const { directory, remove } = unpack(name);
    try {
      const { host, containers } = await readerOf(directory).read(new Date(0));
      for (const { posture, traits } of containers) {
        const subject = { posture, host, traits };
        found.set(hashDocument(subject), subject);
      }
    } finally {
      remove();
    }
  }
  return [...found.values()];
}
