import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  contentDigest,
  enrolment as enrolmentSchema,
  keyIdOf,
  report as reportSchema,
  signatureBase,
  signatureWindow,
  type Report,
} from '@shoji/posture';

type Reply = (response: ServerResponse, report: Report) => void;

/** A reply with JSON. */
export const reply =
  (status: number, content: object, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(content));
  };

/** A Shoji server as far as a collector can tell: checks every signature and schema, and answers as it is told. */
export class TestServer {
  readonly reports: Report[] = [];
  /** Replies still to give, first to last; afterwards every report is taken. */
  readonly replies: Reply[] = [];
  enrolments = 0;
  private publicKey = Buffer.alloc(0);
  private waiting: (() => void)[] = [];
  private readonly server = createServer((request, response) => void this.handle(request, response));

  async start(): Promise<URL> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Resolves when so many reports have arrived. */
  async received(count: number): Promise<Report> {
    while (this.reports.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const report = this.reports[count - 1];
    if (report === undefined) throw new Error(`no report ${count}`);
    return report;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const message: unknown = JSON.parse(body.toString());
    if (request.url === '/v1/enroll') {
      const { publicKey } = enrolmentSchema.parse(message);
      this.enrolments += 1;
      this.publicKey = Buffer.from(publicKey, 'base64url');
    }
    if (!this.isSigned(request, sent))
      return reply(401, { error: { message: 'bad signature' } })(response, {} as Report);
    const keyId = keyIdOf(this.publicKey);
    const hostId = '3f0e4f10-2f7d-4b5e-9f5c-0d4b7a4d1c11';
    if (request.url === '/v1/enroll') return reply(200, { hostId, keyId })(response, {} as Report);
    const report = reportSchema.parse(message);
    this.reports.push(report);
    (this.replies.shift() ?? reply(200, { ack: report.seq }))(response, report);
    for (const wake of this.waiting.splice(0)) wake();
  }

  private isSigned({ method = '', url = '', headers }: IncomingMessage, body: Buffer): boolean {
    const input = /^sig=(.*)$/.exec(String(headers['signature-input']))?.[1] ?? '';
    const signature = /^sig=:(.*):$/.exec(String(headers['signature']))?.[1] ?? '';
    const created = Number(/;created=(\d+);/.exec(input)?.[1]);
    const digest = contentDigest(body);
    const base = signatureBase({ method, target: url, contentDigest: digest, params: input });
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: this.publicKey.toString('base64url') },
    });
    return (
      headers['content-digest'] === digest &&
      Math.abs(Date.now() / 1000 - created) <= signatureWindow &&
      input.includes(`;keyid="${keyIdOf(this.publicKey)}"`) &&
      verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'))
    );
  }
}
