import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/public.js';
import { Metrics } from './metrics.js';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Public()
  @Get('/metrics')
  async read(@Res() reply: FastifyReply): Promise<void> {
    const { contentType, text } = await this.metrics.read();
    await reply.header('content-type', contentType).send(text);
  }
}
