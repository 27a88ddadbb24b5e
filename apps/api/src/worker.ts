import 'reflect-metadata';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { collectDefaultMetrics, register } from 'prom-client';
import { ConfigError, parseConfig, type Config } from './config.js';
import { WorkerModule } from './worker.module.js';

/** Runs the jobs until SIGTERM or SIGINT, then finishes those in work. `WORKER_PORT` serves `/healthz` and `/metrics`. */
try {
  const config = parseConfig(process.env);
  await databaseAnswers(config);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    logger: ['error', 'warn'],
  });
  app.enableShutdownHooks();
  if (config.WORKER_PORT !== undefined) serveMetrics(config.WORKER_PORT);
  console.log('Worker runs');
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

/** A queue keeps the failure of its first connection for good: so the first must succeed. */
async function databaseAnswers({
  DATABASE_URL: connectionString,
  DATABASE_CONNECT_TIMEOUT: timeout,
}: Config) {
  for (;;) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: timeout });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      console.error(
        `the database cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
      );
      await wait(1000);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function serveMetrics(port: number): void {
  collectDefaultMetrics();
  createServer((request, response) => {
    if (request.url === '/healthz') return void response.end('ok\n');
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    void register
      .metrics()
      .then((text) => response.setHeader('content-type', register.contentType).end(text));
  })
    // Loopback only: the metrics carry no secret, but nothing has to be open that need not be.
    .listen(port, '127.0.0.1')
    .unref();
}
