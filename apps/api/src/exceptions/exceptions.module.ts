import { Module } from '@nestjs/common';
import { ExceptionDecisionService } from './exception-decision.service.js';
import {
  ContainerExceptionResolver,
  ExceptionResolver,
  FindingExceptionResolver,
  PathExceptionResolver,
} from './exception.resolver.js';
import { ExceptionService } from './exception.service.js';

@Module({
  providers: [
    ExceptionService,
    ExceptionDecisionService,
    ExceptionResolver,
    FindingExceptionResolver,
    PathExceptionResolver,
    ContainerExceptionResolver,
  ],
  exports: [ExceptionService],
})
export class ExceptionsModule {}
