'use client';
import Link from 'next/link';
import { BestChanges } from '../changes/best-changes';
import { useLive } from '../graphql/live';
import { Answer } from '../lattice/answer';
import { AsOfControl, AsOfNotice, useAsOf } from '../lattice/as-of';
import { asInstance, asPosture, asTraits } from '../posture/document';
import { pointsByWall, shownRisk } from '../risk/parts';
import { WallsPicture } from '../walls/picture';
import { drawn } from '../ways/order';
import { Ways, waysHeadline } from '../ways/ways';
import { walls } from '../walls/vocabulary';
import { AskedAndEnforced } from './asked';
import { Capabilities } from './capabilities';
import { Confinement } from './confinement';
import styles from './container.module.css';
import { Mounts, Paths } from './filesystem';
import { ContainerDrift } from './drift';
import { Findings } from './findings';
import { Head } from './head';
import { History, RawDocument } from './history';
import { Deviations, InstanceFacts } from './instance';
import { Limits, Rlimits } from './limits';
import { Namespaces, UserFacts } from './namespaces';
import { ContainerQuery, type Container } from './query';
import { RiskSide } from './risk-side';
import { Since } from './since';
import { ToldToRuntime } from './told';

/** One container: its walls as a picture first, then what they are worth, then every fact they were read from. */
export function ContainerPage({ id }: { id: string }) {
  const [at, setAt] = useAsOf();
  const asked = useLive(ContainerQuery, { id, asOf: at });
  return (
    <Answer asked={asked}>
      {({ container }) =>
        container ? <Found container={container} at={at} setAt={setAt} /> : <NotFound at={at} />
      }
    </Answer>
  );
}

function Found({
  container,
  at,
  setAt,
}: {
  container: Container;
  at: string | null;
  setAt: (at: string | null) => void;
}) {
  const instance = asInstance(container.instance);
  const posture = asPosture(container.posture);
  const place = at === null ? { containerId: container.id, groups: container.host.groups } : null;
  return (
    <main id="main" className={styles.page}>
      <Head container={container} instance={instance} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-(--line-strong) py-2">
        <AsOfControl at={at} set={setAt} />
        {container.asOf && (
          <AsOfNotice at={container.asOf}>Its name, image and processes are those last reported.</AsOfNotice>
        )}
      </div>
      <Hero container={container} pid={instance.pid} />
      {at !== null && <Since id={container.id} at={at} />}
      <BestChanges container={container} pid={instance.pid} />
      <Ways ways={container.escapePaths} judged={container.risk.judged} place={place} />
      <Findings
        place={place}
        findings={container.findings}
        unknown={container.unknownFindings}
        judged={container.risk.judged}
      />
      <ContainerDrift container={container} />
      <AskedAndEnforced differences={container.declaredDifferences} />
      {posture === null ? (
        <p className="mt-12 border-l-2 border-ink bg-sunk px-4 py-3">
          <b>This posture has a form that this version of the page does not know.</b> It is shown below as it
          came.
        </p>
      ) : (
        <>
          <Capabilities capabilities={posture.capabilities} />
          <div className={styles.columns}>
            <Namespaces posture={posture} instance={instance} />
            <UserFacts user={posture.user} />
            <Limits cgroups={posture.cgroups} />
            <Rlimits limits={posture.rlimits} />
          </div>
          <Mounts filesystem={posture.filesystem} />
          <div className={styles.columns}>
            <Paths filesystem={posture.filesystem} />
            <Confinement posture={posture} declared={asPosture(container.declared)} />
          </div>
        </>
      )}
      <div className={styles.columns}>
        <InstanceFacts
          instance={instance}
          digest={container.image?.digest ?? null}
          containerKey={container.key}
        />
        <div>
          <ToldToRuntime traits={asTraits(container.traits)} />
          <Deviations deviations={instance.deviations} />
          <History history={container.history} show={setAt} />
        </div>
      </div>
      {container.declared !== null && container.declared !== undefined && (
        <RawDocument title="Declared" lead="what the runtime was asked for" document={container.declared} />
      )}
      <RawDocument
        title="Posture"
        lead={`${container.postureHash.slice(0, 12)}, as the kernel gave it`}
        document={container.posture}
      />
      <RawDocument title="Instance, whole" lead="as the collector sent it" document={container.instance} />
    </main>
  );
}

function Hero({ container, pid }: { container: Container; pid: number }) {
  const points = pointsByWall(shownRisk(container.risk).parts);
  const picture = walls.map(({ id: wall }) => {
    const found = container.walls.find((each) => each.wall === wall);
    return {
      wall,
      state: found?.state ?? ('unknown' as const),
      reasons: found?.reasons ?? ['The API said nothing about this wall.'],
      points: points.get(wall) ?? { known: 0, unknown: 0 },
    };
  });
  const count = (state: string) => picture.filter((wall) => wall.state === state).length;
  const [open, thin, unknown] = [count('open'), count('thin'), count('unknown')];
  return (
    <section className={styles.hero}>
      <div className={styles.picture}>
        <h2>
          {container.risk.judged ? waysHeadline(container.escapePaths) : 'The walls are not judged yet'}
        </h2>
        <p>
          {open > 0 && `${open} ${open === 1 ? 'wall' : 'walls'} open, `}
          {thin > 0 && `${thin} thin, `}
          {picture.length - open - thin - unknown} closed
          {unknown > 0 && (
            <>
              , and <b className="text-ink">{unknown} unknown</b>: what could not be read may be open
            </>
          )}
          .
        </p>
        <WallsPicture
          picture={picture}
          ways={drawn(container.escapePaths)}
          process={`process ${pid}`}
          outside={`host ${container.host.name.slice(0, 28)}`}
        />
      </div>
      <RiskSide risk={container.risk} accepted={container.accepted} />
    </section>
  );
}

function NotFound({ at }: { at: string | null }) {
  return (
    <main id="main" className={`${styles.page} pt-12`}>
      <h1>{at === null ? 'There is no such container' : 'There was no such container then'}</h1>
      <p className="mt-3 font-serif text-lead text-ink-2">
        The address may be mistyped, or its history is no longer kept. Look among the{' '}
        <Link className="lk" href="/containers">
          containers
        </Link>
        .
      </p>
    </main>
  );
}
