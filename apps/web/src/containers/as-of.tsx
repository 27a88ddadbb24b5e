'use client';
import { graphql } from '../graphql/generated';
import { useLive } from '../graphql/live';
import { AsOfNotice } from '../lattice/as-of';
import { number } from '../words/format';

const FleetSinceQuery = graphql(`
  query FleetSince($from: DateTime!) {
    difference(from: $from) {
      appeared
      gone
      changed
    }
  }
`);

/** Says that the table shows another time, and what became of the fleet since. */
export function FleetAsOf({ at }: { at: string }) {
  const { data } = useLive(FleetSinceQuery, { from: at });
  const found = data?.difference;
  return (
    <div className="pr-(--gutter) pb-3 pl-5">
      <AsOfNotice at={at}>
        {found &&
          `Since then ${number(found.appeared)} came, ${number(found.gone)} went and ${number(found.changed)} changed.`}
      </AsOfNotice>
    </div>
  );
}
