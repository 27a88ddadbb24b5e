import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';

const named = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const ExceptionState = named(['requested', 'active', 'expired', 'revoked']);
export type ExceptionState = keyof typeof ExceptionState;

export const exceptionScopes = ['container', 'workload', 'host', 'image', 'group'] as const;
export const ExceptionScope = named(exceptionScopes);
export type ExceptionScope = keyof typeof ExceptionScope;

registerEnumType(ExceptionState, {
  name: 'ExceptionState',
  valuesMap: { requested: { description: 'Accepts nothing until somebody else approves it.' } },
});
registerEnumType(ExceptionScope, {
  name: 'ExceptionScope',
  valuesMap: { group: { description: 'Every host of a host group, whoever is in it at the time.' } },
});

@ObjectType({
  description:
    'A finding or a way out that somebody accepts as it was when it was asked for, until it expires.',
})
export class FindingException {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { nullable: true })
  ruleId!: string | null;

  @Field(() => ID, { nullable: true })
  pathId!: string | null;

  @Field(() => ExceptionScope)
  scope!: ExceptionScope;

  @Field(() => String, { description: 'Id of container, workload or host, or the image or host group.' })
  scopeId!: string;

  @Field(() => String, { description: 'Its name.' })
  scopeName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The one value that is accepted; null = all that it rested on.',
  })
  value!: string | null;

  @Field(() => String)
  owner!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => ExceptionState)
  state!: ExceptionState;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => Date)
  requestedAt!: Date;

  @Field(() => String)
  requestedBy!: string;

  @Field(() => Date, { nullable: true })
  approvedAt!: Date | null;

  @Field(() => String, { nullable: true })
  approvedBy!: string | null;

  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;

  @Field(() => String, { nullable: true })
  revokedBy!: string | null;

  /** Hashes of what is accepted. */
  facts!: string[];
}

export const ExceptionConnection = connectionOf('FindingException', () => FindingException);

@ObjectType({ description: 'What an exception comes to now, whether or not it is in force.' })
export class ExceptionMatches {
  @Field(() => Int, {
    description: 'Running containers on which it accepts something. None at all: it serves nothing.',
  })
  accepted!: number;

  @Field(() => Int, {
    description: 'Running containers in its scope where the same fails for another reason: open again.',
  })
  reopened!: number;
}

@ObjectType({ description: 'What is left of the risk of a container without what is accepted.' })
export class AcceptedRisk {
  @Field(() => Int, {
    description: 'Findings and ways out that are accepted; they stay visible and counted.',
  })
  count!: number;

  @Field(() => Number, { description: 'The score without them.' })
  score!: number;
}

@InputType()
export class ExceptionRequest {
  @Field(() => ID, { nullable: true, description: 'The rule; or leave it out and give a way out.' })
  ruleId?: string | null;

  @Field(() => ID, { nullable: true })
  pathId?: string | null;

  @Field(() => ID, {
    description: 'The container on which it was seen: what it rests on there is what is accepted.',
  })
  containerId!: string;

  @Field(() => ExceptionScope, {
    description:
      'How far it reaches: this container, its workload, its host, its image or a group of its host.',
  })
  scope!: ExceptionScope;

  @Field(() => String, { nullable: true, description: 'Which group of its host, where that is the scope.' })
  group?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Accept this value of a finding alone: the source of one mount, one path.',
  })
  value?: string | null;

  @Field(() => String)
  owner!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => Date, { description: 'A year from now at the latest.' })
  expiresAt!: Date;
}
