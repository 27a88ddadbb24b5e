import {
  ForbiddenException,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { GraphqlContext } from '../graphql/context.js';
import { ApiError } from '../graphql/errors.js';
import { Identify } from './identify.js';
import { mayActAs, signedIn, type Principal, type Role } from './principal.js';
import { publicKey } from './public.js';
import { roleKey } from './roles.js';

/** Lets nobody in but where `@Public()` says so; `@Needs(role)` asks for more than a viewer. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identify: Identify,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, targets)) return true;
    const needs = this.reflector.getAllAndOverride<Role | undefined>(roleKey, targets) ?? 'viewer';
    if (context.getType<string>() === 'graphql')
      return admit(GqlExecutionContext.create(context).getContext<GraphqlContext>().principal, needs);
    try {
      return admit(
        await this.identify.principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
        needs,
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw error.code === 'FORBIDDEN'
        ? new ForbiddenException(error.message)
        : new UnauthorizedException(error.message);
    }
  }
}

function admit(principal: Principal | null, needs: Role): true {
  if (!mayActAs(signedIn(principal).role, needs))
    throw new ApiError('FORBIDDEN', `This needs the role ${needs}.`);
  return true;
}
