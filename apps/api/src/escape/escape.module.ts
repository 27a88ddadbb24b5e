import { Module } from '@nestjs/common';
import { EscapeResolver } from './escape.resolver.js';

@Module({ providers: [EscapeResolver] })
export class EscapeModule {}
