import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createApiToken } from './access/api-token.js';
import { createEnrolmentToken } from './access/enrolment-token.js';
import { revokeHost, unlockHost } from './access/host-key.js';
import { roles, type Role } from './access/principal.js';
import { AccessError, createUser } from './access/user.js';
import { ConfigError, parseConfig } from './config.js';
import { Database } from './database/database.js';
import { migrate } from './database/migrate.js';

/** Who the audit log names for what is done here. */
const actor = 'cli';
const day = 24 * 60 * 60 * 1000;

const program = new Command('shoji')
  .description('Administers a Shoji installation. What a command makes is alone on standard output.')
  .showHelpAfterError();

program
  .command('migrate')
  .description('bring the database to the schema of this build')
  .action(async () => {
    const applied = await migrate(parseConfig(process.env).DATABASE_URL);
    console.log(applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`);
    process.exit(); // the schema engine leaves the ten-second timer of its lock running
  });

for (const [name, description] of [
  ['scan', 'read this host and show its walls, without a server'],
  ['record', 'record this host, to scan it elsewhere'],
] as const) {
  program
    .command(name)
    .description(description)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => program.error(`${name} belongs to the collector: run shoji-collector ${name}`));
}

const role = () => new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory();

program
  .command('user')
  .description('people who sign in')
  .command('add')
  .description('add an account; without --password-stdin a password is made and printed')
  .requiredOption('--name <name>', 'name to sign in with')
  .addOption(role())
  .option('--password-stdin', 'read the password from standard input')
  .action(async (options: { name: string; role: Role; passwordStdin?: true }) => {
    const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
    const password = given ?? randomBytes(15).toString('base64url');
    await withDatabase((database) =>
      createUser(database, { name: options.name, role: options.role, password, actor }),
    );
    if (given === undefined) console.log(password);
  });

program
  .command('token')
  .description('tokens for automation')
  .command('create')
  .description('make an API token; it is printed once')
  .requiredOption('--name <name>', 'what it is for')
  .addOption(role())
  .option('--expires <days>', 'days until it ends; never if left out', wholeNumber)
  .action(async (options: { name: string; role: Role; expires?: number }) => {
    const { name, role, expires } = options;
    const expiresAt = expires === undefined ? null : new Date(Date.now() + expires * day);
    console.log(
      (await withDatabase((database) => createApiToken(database, { name, role, expiresAt, actor }))).token,
    );
  });

program
  .command('enroll-token')
  .description('tokens with which hosts enrol')
  .command('create')
  .description('make an enrolment token; it is printed once')
  .requiredOption('--name <name>', 'which hosts it is for')
  .option('--uses <count>', 'how many hosts may enrol with it', wholeNumber, 1)
  .option('--expires <days>', 'days until it ends', wholeNumber, 1)
  .option('--group <name...>', 'host groups that a host joins by enrolling with it', [])
  .action(async (options: { name: string; uses: number; expires: number; group: string[] }) => {
    const { name, uses, expires, group: groups } = options;
    const expiresAt = new Date(Date.now() + expires * day);
    const made = await withDatabase((database) =>
      createEnrolmentToken(database, { name, maxUses: uses, expiresAt, groups, actor }),
    );
    console.log(made.token);
  });

const host = program.command('host').description('hosts that have enrolled');
host
  .command('list')
  .description('id, state and name of every host')
  .action(async () => {
    const rows = await withDatabase((database) =>
      database.query<{ id: string; state: string; name: string }>(
        'SELECT id, state, name FROM host ORDER BY name, id',
      ),
    );
    for (const { id, state, name } of rows) console.log(`${id}  ${state.padEnd(8)}  ${JSON.stringify(name)}`);
  });
host
  .command('unlock <id>')
  .description('take reports of a locked host again')
  .action((id: string) => onHost(id, unlockHost, 'is not locked'));
host
  .command('revoke <id>')
  .description('refuse a host and its keys from now on; its data stays')
  .action((id: string) => onHost(id, revokeHost, 'is unknown or was revoked before'));

async function onHost(id: string, change: typeof unlockHost, refusal: string): Promise<void> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) program.error(`${JSON.stringify(id)} is no host id; see host list`);
  const done = await withDatabase((database) =>
    database.transaction((queries) => change(queries, id, actor)),
  );
  if (!done) program.error(`Host ${id} ${refusal}.`);
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database(parseConfig(process.env));
  try {
    return await work(database);
  } finally {
    await database.onApplicationShutdown();
  }
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(value);
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof AccessError || error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
