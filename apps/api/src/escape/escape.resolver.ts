import { Query, Resolver } from '@nestjs/graphql';
import { catalogue } from './catalogue.js';
import { EscapePath } from './escape.model.js';

@Resolver(() => EscapePath)
export class EscapeResolver {
  @Query(() => [EscapePath], {
    name: 'escapePaths',
    description: 'Every way out that Shoji knows, in the order of their list.',
  })
  list(): EscapePath[] {
    return catalogue;
  }
}
