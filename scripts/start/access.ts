import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { shoji } from './cli.ts';
import { readSecret, writeSecret } from './directory.ts';
import { StartError } from './failure.ts';

/** What the launcher needs to see that people and collectors get in. */
export interface Access {
  /** The admin's password, until one start has come far enough to show it. */
  password: string | undefined;
  /** Token of a viewer, the launcher's own. */
  token: string;
}

/** Makes the admin account and the launcher's own token, each once for a data directory. */
export async function prepareAccess(dataDir: string, env: NodeJS.ProcessEnv): Promise<Access> {
  const passwordFile = join(dataDir, 'initial-admin-password');
  const tokenFile = join(dataDir, 'launcher-token');
  const token = readSecret(tokenFile);
  // Before the collector is enrolled no start was ever ready, so nobody has been shown the password.
  if (token)
    return { password: existsSync(join(dataDir, 'enrolled')) ? undefined : readSecret(passwordFile), token };
  let password = readSecret(passwordFile);
  if (!password) {
    password = randomBytes(15).toString('base64url');
    // Kept before it is used: a start that is killed between the two must not lose it.
    writeSecret(passwordFile, password);
  }
  await makeAdmin(password, env);
  const made = await shoji(['token', 'create', '--name', 'launcher', '--role', 'viewer'], env);
  writeSecret(tokenFile, made);
  return { password, token: made };
}

async function makeAdmin(password: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await shoji(
      ['user', 'add', '--name', 'admin', '--role', 'admin', '--password-stdin'],
      env,
      `${password}\n`,
    );
  } catch (error) {
    // The account of a start that was killed right after, or of a database that served before.
    if (!(error instanceof StartError && /already is an account/.test(error.message))) throw error;
  }
}

/** @throws {StartError} `part` when the admin cannot sign in with the password that is about to be printed. */
export async function provePassword(url: string, password: string): Promise<void> {
  const answer = await graphql<{ signIn: { name: string } }>(url, {
    query: 'mutation ($password: String!) { signIn(name: "admin", password: $password) { name } }',
    variables: { password },
  });
  if (!answer.data?.signIn) {
    throw new StartError('part', `The admin cannot sign in: ${JSON.stringify(answer.errors)}`);
  }
}

/** Whether this machine has reported since `since`, as anyone who asks the API would see it. */
export async function hasReported(url: string, token: string, since: Date): Promise<boolean> {
  const answer = await graphql<{ hosts: { nodes: { name: string; lastSeen: string | null }[] } }>(
    url,
    {
      query:
        '{ hosts(first: 200, orderBy: { field: LAST_SEEN, direction: DESC }) { nodes { name lastSeen } } }',
    },
    token,
  );
  return (answer.data?.hosts.nodes ?? []).some(
    ({ name, lastSeen }) => name === hostname() && lastSeen !== null && new Date(lastSeen) >= since,
  );
}

interface Answer<T> {
  data?: T;
  errors?: unknown;
}

async function graphql<T>(url: string, body: object, token?: string): Promise<Answer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  return (await response.json()) as Answer<T>;
}
