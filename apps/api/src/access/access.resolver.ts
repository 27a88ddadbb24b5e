import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { Database } from '../database/database.js';
import type { GraphqlContext } from '../graphql/context.js';
import { audit } from './audit.js';
import { writeCookie } from './cookie.js';
import { Identify } from './identify.js';
import { actorOf } from './principal.js';
import { Public } from './public.js';
import { endSession, sessionLife } from './session.js';
import { SignInService } from './sign-in.service.js';
import { Viewer } from './viewer.model.js';

@Resolver(() => Viewer)
export class AccessResolver {
  constructor(
    private readonly signIns: SignInService,
    private readonly identify: Identify,
    private readonly database: Database,
  ) {}

  @Public()
  @Query(() => Viewer, { nullable: true, description: 'Who asks; null for nobody.' })
  viewer(@Context() { principal }: GraphqlContext): Viewer | null {
    return principal;
  }

  @Public()
  @Mutation(() => Viewer, { description: 'Sets the cookie __Host-shoji, or shoji-session on plain http.' })
  async signIn(
    @Args('name', { type: () => String }) name: string,
    @Args('password', { type: () => String }) password: string,
    @Context() { req, reply }: GraphqlContext,
  ): Promise<Viewer> {
    const { secret, ...viewer } = await this.signIns.signIn({ name, password }, req.ip);
    const former = this.identify.secretOf(req);
    if (former !== undefined) await endSession(this.database, former);
    this.setCookie(reply, secret, sessionLife.absolute);
    return viewer;
  }

  @Public()
  @Mutation(() => Boolean, { description: 'Ends the session of the cookie; false where there was none.' })
  async signOut(@Context() { req, reply, principal }: GraphqlContext): Promise<boolean> {
    const secret = this.identify.secretOf(req);
    if (secret === undefined) return false;
    await endSession(this.database, secret);
    this.setCookie(reply, '', 0);
    if (principal?.kind !== 'user') return false;
    await audit(this.database, {
      actor: actorOf(principal),
      action: 'sign-out',
      subject: actorOf(principal),
    });
    return true;
  }

  /** Sets the session cookie for some seconds; 0 takes it away. */
  private setCookie(reply: FastifyReply, secret: string, maxAge: number): void {
    void reply.header('set-cookie', writeCookie(this.identify.cookie, secret, maxAge));
    void reply.header('cache-control', 'no-store');
  }
}
