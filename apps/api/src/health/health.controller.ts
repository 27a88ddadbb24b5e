import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/public.js';
import { Readiness } from './readiness.js';

@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 while the process answers at all: restarting it would not mend anything else. */
  @Public()
  @Get('/healthz')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when a request would be served, else 503 with what is missing. */
  @Public()
  @Get('/readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const missing = await this.readiness.missing();
    const status = missing.length === 0 ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
    await reply.code(status).send({ status: missing.length === 0 ? 'ok' : 'not ready', missing });
  }
}
