import { Module } from '@nestjs/common';
import { JudgementService } from './judgement.service.js';

/** Verdicts for those who show them. */
@Module({ providers: [JudgementService], exports: [JudgementService] })
export class JudgementReadingModule {}
