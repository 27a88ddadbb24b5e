import { hash, verify, type Options } from '@node-rs/argon2';
import { newSecret } from './secret.js';

/** argon2id with 19 MiB, 2 passes, 1 lane (RFC 9106; OWASP's password storage cheat sheet). */
const cost: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Shortest password that is taken (NIST SP 800-63B: at least 8; longer since there is no second factor yet). */
export const passwordLength = { least: 12, most: 200 };

/** PHC string of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let stranger: Promise<string> | undefined;

/** Whether the password is right. Takes the same work for an account that does not exist (`null`). */
export async function verifyPassword(phc: string | null, password: string): Promise<boolean> {
  stranger ??= hashPassword(newSecret());
  const matches = await verify(phc ?? (await stranger), password);
  return matches && phc !== null;
}
