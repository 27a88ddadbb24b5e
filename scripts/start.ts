/** `npm start`: the whole product on this machine, in the order in which the parts need each other. */
import { build } from './start/build.ts';
import { hasReported, prepareAccess, provePassword, type Access } from './start/access.ts';
import { sentence } from './start/failure.ts';
import { shoji } from './start/cli.ts';
import { Instance } from './start/instance.ts';
import { apiPlan, collectorPlan, environment, origin, webPlan, workerPlan } from './start/parts.ts';
import { freePort, requirePort } from './start/port.ts';
import { Progress } from './start/progress.ts';
import { help, readSettings, type Settings } from './start/settings.ts';

const progress = new Progress();
const stop = new AbortController();
let instance: Instance | undefined;
let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
// The process that started this one was killed.
process.on('disconnect', () => void end('SIGTERM'));

if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
  console.log(help);
  process.exit(0);
}
try {
  await start(readSettings(process.env));
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(sentence(error));
    await instance?.stop();
    process.exit(1);
  }
}

async function start(settings: Settings): Promise<void> {
  await requirePort(settings.port, settings.host);
  instance = await Instance.open(settings, (text) => progress.say(text));
  const { signal } = stop;
  const step = (name: string, work: () => Promise<string>) => {
    signal.throwIfAborted();
    return progress.step(name, work);
  };
  const opened = instance;
  const url = origin(settings);
  let env: NodeJS.ProcessEnv = {};
  let access: Access = { password: undefined, token: '' };

  // Before the build: what a person has to mend is said at once.
  await step('database', async () => {
    const database = await opened.database();
    env = environment(settings, {
      databaseUrl: database.url,
      apiPort: await freePort(),
      workerPort: await freePort(),
    });
    return database.detail;
  });
  await step('build', () => build(signal));
  await step('migrate', () => shoji(['migrate'], env));
  await step('api', async () => {
    access = await prepareAccess(settings.dataDir, env);
    await opened.start(apiPlan(env));
    return env['SHOJI_API_URL'] ?? '';
  });
  await step('worker', async () => {
    await opened.start(workerPlan(env));
    return process.env['REDIS_URL'] ? 'queues on Redis' : 'queues on Postgres';
  });
  await step('web', async () => {
    await opened.start(webPlan(env, settings));
    return url;
  });
  await step('collector', async () => {
    const since = new Date();
    await opened.start(await collectorPlan(env, settings, () => hasReported(url, access.token, since)));
    return `every ${settings.interval} s`;
  });
  signal.throwIfAborted();
  if (access.password) await provePassword(url, access.password);
  progress.say(`\nShoji is ready: ${url}`);
  if (access.password) {
    progress.say(`Sign in as admin with the password ${access.password}`);
    progress.say(`(also in ${settings.dataDir}/initial-admin-password; it is not shown again)`);
  }
}

/** Ends everything once, however many signals come. */
async function end(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stop.abort();
  progress.say('\nStopping …');
  stopping = instance?.stop() ?? Promise.resolve();
  await stopping;
  progress.say('Stopped.');
  process.exit(signal === 'SIGINT' ? 130 : 0);
}
