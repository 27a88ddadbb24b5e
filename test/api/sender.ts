import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  contentDigest,
  hashDocument,
  instanceHash,
  inventoryHash,
  keyIdOf,
  signatureBase,
  signatureParams,
  type Instance,
  type Posture,
  type Report,
  type Traits,
} from '@shoji/posture';
import { closedPosture, hostDocument, instanceOf } from '../harness/documents.js';

/** How a request is to differ from a proper one. */
export interface Change {
  /** Unix seconds. */
  created?: number;
  headers?: Record<string, string | undefined>;
  /** Sent instead of the body that was signed. */
  body?: Uint8Array;
  gzip?: boolean;
  /** Path that is signed instead of the one requested. */
  signedTarget?: string;
}

/** What the server said. */
export interface Answer {
  status: number;
  headers: Headers;
  body: {
    ack?: number;
    need?: 'inventory' | string[];
    hostId?: string;
    keyId?: string;
    error?: { code: string; message: string; path?: string };
  };
}

/** A host's key with nothing behind it: sends whatever it is told, properly signed unless told otherwise. */
export class Sender {
  private readonly keys = generateKeyPairSync('ed25519');
  readonly publicKey = Buffer.from(this.keys.publicKey.export({ format: 'jwk' }).x!, 'base64url');
  readonly keyId = keyIdOf(this.publicKey);
  hostId = '';

  constructor(private readonly server: string) {}

  async enrol(token: string, change: Change & { message?: object } = {}): Promise<Answer> {
    const message = {
      schema: 'shoji.enrolment/1',
      token,
      publicKey: this.publicKey.toString('base64url'),
      node,
    };
    const answer = await this.send('/v1/enroll', { ...message, ...change.message }, change);
    this.hostId = answer.body.hostId ?? '';
    return answer;
  }

  report(message: unknown, change?: Change): Promise<Answer> {
    return this.send('/v1/report', message, change);
  }

  async send(target: string, message: unknown, change: Change = {}): Promise<Answer> {
    const text = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    const body = change.gzip ? gzipSync(text) : text;
    const digest = contentDigest(body);
    const params = signatureParams(change.created ?? Math.floor(Date.now() / 1000), this.keyId);
    const base = signatureBase({
      method: 'POST',
      target: change.signedTarget ?? target,
      contentDigest: digest,
      params,
    });
    const headers = {
      'content-type': 'application/json',
      ...(change.gzip && { 'content-encoding': 'gzip' }),
      'content-digest': digest,
      'signature-input': `sig=${params}`,
      signature: `sig=:${sign(null, Buffer.from(base), this.keys.privateKey).toString('base64')}:`,
      ...change.headers,
    };
    const response = await fetch(this.server + target, {
      method: 'POST',
      headers: Object.fromEntries(
        Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      body: new Uint8Array(change.body ?? body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  }
}

/** What every hand-made host says about itself. */
export const node = {
  hostname: 'handmade',
  machineId: null,
  bootedAt: '2026-01-01T00:00:00.000Z',
  collectorVersion: 'test',
};

/** A container with the documents it speaks of. */
export interface Made {
  posture: Posture;
  traits: Traits;
  reported: { id: string; posture: string; instance: Instance };
}

/** A container as a host would report it. */
export function container(id: string, posture = closedPosture(), change: Partial<Instance> = {}): Made {
  const traits: Traits = {
    schema: 'shoji.traits/1',
    runtime: 'docker',
    declared: null,
    deviations: [],
    ports: [],
    orphan: null,
  };
  const instance = { ...instanceOf(id), declared: null, traits: hashDocument(traits), ...change };
  return { posture, traits, reported: { id, posture: hashDocument(posture), instance } };
}

export const inventoryOf = (containers: Made[]): string =>
  inventoryHash(
    containers.map(({ reported }) => ({
      id: reported.id,
      posture: reported.posture,
      instance: instanceHash(reported.instance),
    })),
  );

/** The documents that these containers and the host speak of. */
export const documentsOf = (containers: Made[]): NonNullable<Report['documents']> =>
  Object.fromEntries(
    [hostDocument, ...containers.flatMap(({ posture, traits }) => [posture, traits])].map((each) => [
      hashDocument(each),
      each,
    ]),
  );

/** Reports of one boot, numbered as they are made. */
export class Boot {
  seq = 0;
  constructor(readonly bootId = randomUUID()) {}

  head(containers: Made[]): Report {
    return {
      schema: 'shoji.report/1',
      bootId: this.bootId,
      seq: ++this.seq,
      observedAt: new Date().toISOString(),
      interval: 30,
      inventory: inventoryOf(containers),
    };
  }

  /** Everything there is to say. */
  full(containers: Made[]): Report {
    return {
      ...this.head(containers),
      host: hashDocument(hostDocument),
      node,
      containers: containers.map(({ reported }) => reported),
      documents: documentsOf(containers),
    };
  }

  /** What changed between two lists. */
  delta(before: Made[], after: Made[]): Report {
    const known = new Map(before.map(({ reported }) => [reported.id, JSON.stringify(reported)]));
    const left = new Set(after.map(({ reported }) => reported.id));
    return {
      ...this.head(after),
      base: inventoryOf(before),
      containers: after
        .filter(({ reported }) => known.get(reported.id) !== JSON.stringify(reported))
        .map(({ reported }) => reported),
      gone: [...known.keys()].filter((id) => !left.has(id)),
      documents: documentsOf(after),
    };
  }
}
