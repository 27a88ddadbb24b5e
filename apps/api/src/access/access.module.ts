import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessResolver } from './access.resolver.js';
import { Identify } from './identify.js';
import { SignInService } from './sign-in.service.js';

/** Who may ask: accounts, sessions, API tokens, and the guard before everything. */
@Module({
  providers: [Identify, SignInService, AccessResolver, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Identify],
})
export class AccessModule {}
