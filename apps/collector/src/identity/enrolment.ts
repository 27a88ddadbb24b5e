import { readFileSync } from 'node:fs';
import type { Enrolment, EnrolmentAnswer, Node } from '@shoji/posture';
import { CollectorError, messageOf } from '../errors.js';
import { replaceFile } from '../state/replace-file.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a redeemed token gave this host, as kept in the state directory; `null` = not enrolled yet. */
export function loadIdentity(path: string, keyId: string): EnrolmentAnswer | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CollectorError('bad-state', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  try {
    const identity = identityOf(JSON.parse(text));
    // Another key has been put in place since: the identity on file is not this key's.
    return identity.keyId === keyId ? identity : null;
  } catch (error) {
    throw new CollectorError('bad-state', `${path} is damaged: ${messageOf(error)}`, { cause: error });
  }
}

/** Keeps the identity for the next start. */
export const saveIdentity = (path: string, identity: EnrolmentAnswer): void =>
  replaceFile(path, Buffer.from(`${JSON.stringify(identity)}\n`));

/** Checks an enrolment answer. @throws {Error} that quotes what is wrong. */
export function identityOf(answer: unknown): EnrolmentAnswer {
  const { hostId, keyId } = (answer ?? {}) as Partial<Record<keyof EnrolmentAnswer, unknown>>;
  if (typeof hostId === 'string' && uuid.test(hostId) && typeof keyId === 'string') return { hostId, keyId };
  throw new Error(`no enrolment answer: ${JSON.stringify(answer).slice(0, 200)}`);
}

/** The message that redeems a token for the key it is signed with. */
export const enrolmentMessage = (token: string, publicKey: string, node: Node): string => {
  const message: Enrolment = { schema: 'shoji.enrolment/1', token, publicKey, node };
  return JSON.stringify(message);
};
