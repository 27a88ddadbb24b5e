import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import {
  contentDigest,
  hashDocument,
  instanceHash,
  inventoryHash,
  keyIdOf,
  signatureBase,
  signatureParams,
  type HostDocument,
  type Instance,
  type Posture,
  type Report,
  type Traits,
} from '../../packages/posture/src/index.js';

/** A container as this hand-made host would report it. */
export interface Reported {
  posture: Posture;
  instance: Omit<Instance, 'traits' | 'declared'>;
  /** What its runtime was asked for; left out = nobody knows. */
  declared?: Posture;
}

/** A host without a kernel behind it: enrols and reports whatever it is told, properly signed. */
export class HandmadeHost {
  readonly bootId = randomUUID();
  private seq = 0;
  private readonly privateKey: KeyObject;
  private readonly publicKey: Buffer;

  constructor(
    private readonly server: string,
    readonly name: string,
  ) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.publicKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  }

  enrol(token: string): Promise<Response> {
    return this.post('/v1/enroll', {
      schema: 'shoji.enrolment/1',
      token,
      publicKey: this.publicKey.toString('base64url'),
      node: this.node(),
    });
  }

  /** Sends the full inventory, documents included. */
  report(host: HostDocument, containers: Reported[]): Promise<Response> {
    return this.post('/v1/report', this.build(host, containers));
  }

  /** Sends a report as it is. */
  send(report: Report): Promise<Response> {
    return this.post('/v1/report', report);
  }

  /** The next report of this boot, with everything the server could ask for. */
  build(host: HostDocument, containers: Reported[]): Report {
    const documents: NonNullable<Report['documents']> = { [hashDocument(host)]: host };
    const reported = containers.map(({ posture, instance, declared }) => {
      const asked = declared ? hashDocument(declared) : null;
      if (declared && asked !== null) documents[asked] = declared;
      const traits: Traits = {
        schema: 'shoji.traits/1',
        runtime: instance.runtime.name,
        declared: asked,
        deviations: instance.deviations.map(({ pids: _, ...rest }) => rest),
        ports: instance.ports,
        orphan: instance.orphan,
      };
      documents[hashDocument(posture)] = posture;
      documents[hashDocument(traits)] = traits;
      const whole: Instance = { ...instance, declared: asked, traits: hashDocument(traits) };
      return { id: instance.id, posture: hashDocument(posture), instance: whole };
    });
    return {
      schema: 'shoji.report/1',
      bootId: this.bootId,
      seq: ++this.seq,
      observedAt: new Date().toISOString(),
      interval: 3600,
      inventory: inventoryHash(reported.map((item) => ({ ...item, instance: instanceHash(item.instance) }))),
      host: hashDocument(host),
      node: this.node(),
      containers: reported,
      documents,
    };
  }

  /** The head alone: nothing changed since the given report. */
  heartbeat({ inventory, interval }: Report): Report {
    const observedAt = new Date().toISOString();
    return {
      schema: 'shoji.report/1',
      bootId: this.bootId,
      seq: ++this.seq,
      observedAt,
      interval,
      inventory,
    };
  }

  /** Headers and body of a signed request, as they go on the wire. */
  request(target: string, message: object): { body: Buffer; headers: Record<string, string> } {
    const body = Buffer.from(JSON.stringify(message));
    const params = signatureParams(Math.floor(Date.now() / 1000), keyIdOf(this.publicKey));
    const base = signatureBase({ method: 'POST', target, contentDigest: contentDigest(body), params });
    const headers = {
      'content-type': 'application/json',
      'content-digest': contentDigest(body),
      'signature-input': `sig=${params}`,
      signature: `sig=:${sign(null, Buffer.from(base), this.privateKey).toString('base64')}:`,
    };
    return { body, headers };
  }

  private post(target: string, message: object): Promise<Response> {
    const { body, headers } = this.request(target, message);
    return fetch(`${this.server}${target}`, { method: 'POST', headers, body: new Uint8Array(body) });
  }

  private node() {
    return {
      hostname: this.name,
      machineId: null,
      bootedAt: '2026-01-01T00:00:00.000Z',
      collectorVersion: 'test',
    };
  }
}
