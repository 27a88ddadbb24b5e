import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { messageOf } from '../errors.js';
import type { HostKey } from '../identity/host-key.js';
import { signatureHeaders } from './sign.js';
import { verdictOf, type Answer, type Verdict } from './verdict.js';

/** Bytes below which gzip costs more than it saves. */
const gzipFrom = 1400;
/** Bytes of an answer that are read; the longest one needed names some thousand hashes. */
const longestAnswer = 1 << 20;

export interface ServerOptions {
  /** Base URL of the server; a path before `/v1` is kept. */
  url: URL;
  key: Pick<HostKey, 'keyId' | 'sign'>;
  userAgent: string;
  /** Milliseconds until a connection must stand, and until the whole answer must be there. */
  connectTimeout: number;
  answerTimeout: number;
  now: () => number;
}

/** Speaks to the server over one kept connection, every message signed. */
export class Server {
  private readonly agent: HttpAgent;
  private readonly send: typeof httpRequest;

  constructor(private readonly options: ServerOptions) {
    const secure = options.url.protocol === 'https:';
    const keep = { keepAlive: true, maxSockets: 1 };
    // TLS is some megabytes of resident memory: it is loaded only where it is spoken.
    const https = secure ? process.getBuiltinModule('node:https') : null;
    this.agent = https ? new https.Agent(keep) : new HttpAgent(keep);
    this.send = https ? https.request : httpRequest;
  }

  /**
   * Posts a message to `/v1/…`; never throws: what goes wrong on the way is a `later`.
   * The message may come already serialised, to be sent again byte for byte.
   */
  async post(path: `/v1/${string}`, message: string, signal: AbortSignal): Promise<Verdict> {
    const plain = Buffer.from(message);
    // In this thread: a pool of threads costs more memory than a fast compression costs time.
    const body = plain.length < gzipFrom ? plain : gzipSync(plain, { level: 1 });
    const target = `${this.options.url.pathname.replace(/\/$/, '')}${path}`;
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(body !== plain && { 'content-encoding': 'gzip' }),
      'user-agent': this.options.userAgent,
      ...signatureHeaders(this.options.key, { method: 'POST', target, body, now: this.options.now() }),
    };
    try {
      return verdictOf(await this.exchange(target, headers, body, signal), this.options.now());
    } catch (error) {
      return { kind: 'later', afterMs: null, reason: messageOf(error) };
    }
  }

  /** Lets the kept connection go. */
  close(): void {
    this.agent.destroy();
  }

  private exchange(
    target: string,
    headers: Record<string, string | number>,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { url, connectTimeout, answerTimeout } = this.options;
    return new Promise((resolve, reject) => {
      const { protocol, hostname, port } = url;
      const options = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: target };
      const request = this.send({ ...options, method: 'POST', headers, agent: this.agent, signal });
      const within = (milliseconds: number, what: string) =>
        setTimeout(() => request.destroy(new Error(`no ${what} within ${milliseconds} ms`)), milliseconds);
      const connecting = within(connectTimeout, 'connection');
      const answering = within(answerTimeout, 'answer');

      request.once('socket', (socket) => {
        if (!socket.connecting) clearTimeout(connecting);
        else socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
      });
      request.once('response', (response) => {
        readBounded(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          reject,
        );
      });
      request.once('error', reject);
      request.once('close', () => {
        clearTimeout(connecting);
        clearTimeout(answering);
      });
      request.end(body);
    });
  }
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestAnswer) {
      response.destroy();
      throw new Error(`the answer is longer than ${longestAnswer} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
