import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { BaselineKind, WorkloadScheme } from './enums.js';

@ObjectType({ description: 'What the containers of a workload should be.' })
export class Baseline {
  @Field(() => ID)
  id!: string;

  @Field(() => BaselineKind)
  kind!: BaselineKind;

  @Field(() => String)
  postureHash!: string;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => String, { description: 'Who made it: `user:NAME`, `token:NAME` or `system`.' })
  actor!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null while it holds.' })
  replacedAt!: Date | null;
}

@ObjectType({ description: 'Containers that are meant to be alike, on whatever hosts.' })
export class Workload {
  @Field(() => ID)
  id!: string;

  @Field(() => WorkloadScheme)
  scheme!: WorkloadScheme;

  @Field(() => String)
  name!: string;

  @Field(() => Date)
  firstSeen!: Date;

  @Field(() => Int, { description: 'Containers that run.' })
  containerCount!: number;

  @Field(() => Int, { description: 'Hosts that they run on.' })
  hostCount!: number;

  @Field(() => Int, { description: 'Containers that are not as they should be.' })
  driftingCount!: number;

  @Field(() => Baseline, { nullable: true, description: 'Null until something is known that it should be.' })
  baseline!: Baseline | null;
}

export const WorkloadConnection = connectionOf('Workload', () => Workload);

@InputType()
export class WorkloadFilter {
  @Field(() => [WorkloadScheme], { nullable: true })
  schemes?: WorkloadScheme[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'With containers that are not as they should be, or without.',
  })
  drifting?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'With containers that run, or only with those that are gone.',
  })
  running?: boolean | null;

  @Field(() => [BaselineKind], { nullable: true })
  baselines?: BaselineKind[] | null;
}
