import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiError } from './errors.js';

/** Rows that one page may have at most. */
export const pageLimit = 200;

@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 50, nullable: true })
  first?: number | null;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

/**
 * Rows asked for, within the limit.
 * @throws {ApiError} `BAD_USER_INPUT` outside 0…200.
 */
export function pageSize(first: number | null | undefined, fallback = 50): number {
  const size = first ?? fallback;
  if (size < 0 || size > pageLimit)
    throw new ApiError('BAD_USER_INPUT', `\`first\` must lie between 0 and ${pageLimit}, not be ${size}.`);
  return size;
}

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** One row of a list and its place in it. */
export interface Edge<T> {
  node: T;
  cursor: string;
}

/**
 * One page of a list (Relay connection). Built from one row more than asked for, which tells whether there is a next
 * page; the count runs only where it is asked for.
 */
export class Page<T> {
  readonly edges: Edge<T>[];
  readonly pageInfo: PageInfo;

  constructor(
    rows: Edge<T>[],
    size: number,
    after: string | null | undefined,
    private readonly count: () => Promise<number>,
  ) {
    this.edges = rows.slice(0, size);
    this.pageInfo = {
      hasNextPage: rows.length > size,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: this.edges[0]?.cursor ?? null,
      endCursor: this.edges.at(-1)?.cursor ?? null,
    };
  }

  get nodes(): T[] {
    return this.edges.map(({ node }) => node);
  }

  get totalCount(): Promise<number> {
    return this.count();
  }
}

/** The GraphQL types `NAMEEdge` and `NAMEConnection` of a node type. */
export function connectionOf<T>(name: string, node: () => Type<T>): Type<Page<T>> {
  @ObjectType(`${name}Edge`)
  class EdgeType implements Edge<T> {
    @Field(node)
    node!: T;

    @Field(() => String)
    cursor!: string;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType {
    @Field(() => [node()])
    nodes!: T[];

    @Field(() => [EdgeType])
    edges!: EdgeType[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: Promise<number>;
  }
  return ConnectionType as unknown as Type<Page<T>>;
}
