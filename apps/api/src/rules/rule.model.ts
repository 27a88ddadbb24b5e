import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Evidence } from '../findings/finding.model.js';
import { OutcomeState, RuleSubject, Severity, WallName } from '../graphql/enums.js';

@ObjectType()
export class Rule {
  @Field(() => ID)
  id!: string;

  @Field(() => RuleSubject)
  about!: RuleSubject;

  @Field(() => WallName, { description: 'Of a rule on hosts: the wall that it weakens for containers.' })
  wall!: WallName;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  rationale!: string;

  @Field(() => String)
  remediation!: string;

  @Field(() => [String])
  references!: string[];

  @Field(() => Boolean, { description: 'Written by people of this house, not part of the catalogue.' })
  custom!: boolean;
}

/** What one rule on hosts says of one host. */
@ObjectType()
export class HostFinding {
  @Field(() => Rule)
  rule!: Rule;

  @Field(() => OutcomeState)
  state!: OutcomeState;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => [Evidence])
  evidence!: Evidence[];
}
