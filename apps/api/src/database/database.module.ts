import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { PrismaService } from './prisma.service.js';

/** Gives every slice its way to Postgres. */
@Global()
@Module({ providers: [Database, PrismaService], exports: [Database, PrismaService] })
export class DatabaseModule {}
