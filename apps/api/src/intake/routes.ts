import { contentDigest, enrolment, keyIdOf, type EnrolmentAnswer, type ReportAnswer } from '@shoji/posture';
import type {
  FastifyError,
  FastifyInstance,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { EnrolmentService } from '../access/enrolment.service.js';
import { findHostKey } from '../access/host-key.js';
import { claimedSignature, isSignedBy, type ClaimedSignature } from '../access/signature.js';
import type { Config } from '../config.js';
import { Database, isUnavailable } from '../database/database.js';
import { Metrics } from '../metrics/metrics.js';
import { isGzip, parseBody } from './body.js';
import { checkReport } from './checked-report.js';
import { IntakeService, type Sender } from './intake.service.js';
import { firstFault } from './json-path.js';
import { Need, Refusal } from './refusal.js';

/** What the routes work with. */
export interface IntakeParts {
  config: Config;
  database: Database;
  enrolments: EnrolmentService;
  intake: IntakeService;
  metrics: Metrics;
}

const enrolmentLimit = 16 * 1024;
/** Seconds after which to come back, spread so that a fleet does not come back at once. */
const retryAfter = () => String(2 + Math.floor(Math.random() * 8));

/** `/v1/*`: a scope of its own, because its bodies are bytes that were signed and its errors have their own form. */
export function intakeRoutes({
  config,
  database,
  enrolments,
  intake,
  metrics,
}: IntakeParts): FastifyPluginCallback {
  let inWork = 0;

  /** Refuses from the headers alone what can be: nobody without a key makes us read a body. */
  async function authenticate(request: FastifyRequest): Promise<Sender> {
    isGzip(request.headers['content-encoding']);
    const claimed = claimedSignature(request.headers, Date.now() / 1000);
    const key = await findHostKey(database, claimed.keyId);
    if (key === null) throw new Refusal('unknown-key', 'No host has enrolled with this key: enrol first.');
    if (!isSignedBy(key.publicKey, targetOf(request), claimed)) throw badSignature();
    if (key.state === 'revoked') throw new Refusal('revoked', 'This host was revoked: stop reporting.');
    if (key.state === 'locked') throw new Refusal('locked', 'This host is locked until an admin unlocks it.');
    return { hostId: key.hostId, digest: claimed.contentDigest, created: claimed.created };
  }

  async function report(request: FastifyRequest<{ Body: Buffer }>, sender: Sender): Promise<ReportAnswer> {
    refuseOtherBody(request.body, sender.digest);
    const encoding = request.headers['content-encoding'];
    const checked = checkReport(await parseBody(request.body, encoding, config.REPORT_INFLATED_LIMIT));
    return intake.take(checked, sender);
  }

  async function enroll(
    request: FastifyRequest<{ Body: Buffer }>,
    claimed: ClaimedSignature,
  ): Promise<EnrolmentAnswer> {
    refuseOtherBody(request.body, claimed.contentDigest);
    const body = await parseBody(request.body, request.headers['content-encoding'], enrolmentLimit);
    const parsed = enrolment.safeParse(body);
    if (!parsed.success) {
      const { path, message } = firstFault(parsed.error);
      throw new Refusal('schema', `The enrolment does not have the form shoji.enrolment/1: ${message}`, path);
    }
    const publicKey = Buffer.from(parsed.data.publicKey, 'base64url');
    if (keyIdOf(publicKey) !== claimed.keyId || !isSignedBy(publicKey, targetOf(request), claimed)) {
      throw badSignature();
    }
    return enrolments.redeem(parsed.data);
  }

  return (scope: FastifyInstance, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.decorateRequest('sender', undefined);
    scope.addHook('onRequest', (_request, reply, next) => {
      if (inWork >= config.REPORT_CONCURRENCY) {
        next(new Refusal('busy', 'Too many reports are in work: come back after Retry-After seconds.'));
        return;
      }
      inWork++;
      reply.raw.once('close', () => inWork--);
      next();
    });
    scope.setErrorHandler<FastifyError>((error, request, reply) => answer(error, request, reply, metrics));
    scope.setNotFoundHandler((request, reply) =>
      answer(
        new Refusal('not-found', `There is no ${request.method} ${request.url.slice(0, 100)}.`),
        request,
        reply,
        metrics,
      ),
    );

    const senders = new WeakMap<FastifyRequest, Sender>();
    const claims = new WeakMap<FastifyRequest, ClaimedSignature>();
    scope.post<{ Body: Buffer }>(
      '/report',
      {
        bodyLimit: config.REPORT_LIMIT,
        onRequest: async (request) => {
          senders.set(request, await authenticate(request));
        },
      },
      async (request) => {
        const sender = senders.get(request);
        if (!sender) throw new Error('a report got past authentication');
        const end = metrics.reportSeconds.startTimer();
        const taken = await report(request, sender);
        end();
        metrics.reports.inc({ result: 'taken' });
        return taken;
      },
    );
    scope.post<{ Body: Buffer }>(
      '/enroll',
      {
        bodyLimit: enrolmentLimit,
        onRequest: (request, _reply, next) => {
          isGzip(request.headers['content-encoding']);
          claims.set(request, claimedSignature(request.headers, Date.now() / 1000));
          next();
        },
      },
      async (request) => {
        const claimed = claims.get(request);
        if (!claimed) throw new Error('an enrolment got past its signature');
        const answer = await enroll(request, claimed);
        metrics.enrolments.inc({ result: 'taken' });
        return answer;
      },
    );
    done();
  };
}

const badSignature = () =>
  new Refusal(
    'bad-signature',
    'The signature does not fit the request: sign the method, target and body as sent.',
  );

/** What was signed of the request line. `originalUrl` is the target as it came, whatever a router made of it. */
const targetOf = ({ method, originalUrl: target }: FastifyRequest) => ({ method, target });

function refuseOtherBody(body: unknown, digest: string): asserts body is Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Refusal('malformed', 'The request has no body.');
  if (contentDigest(body) !== digest) {
    throw new Refusal(
      'bad-signature',
      'The body is not the one that was signed: Content-Digest does not fit it.',
    );
  }
}

function answer(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply, metrics: Metrics) {
  const counter = request.routeOptions.url?.endsWith('/enroll') ? metrics.enrolments : metrics.reports;
  if (error instanceof Need) {
    counter.inc({ result: 'need' });
    return reply.code(409).send({ need: error.need });
  }
  const refusal = refusalOf(error);
  if (refusal.code === 'internal') console.error(error);
  counter.inc({ result: refusal.code });
  if (refusal.status === 503) void reply.header('retry-after', retryAfter());
  return reply.code(refusal.status).send(refusal.body);
}

function refusalOf(error: FastifyError | Error): Refusal {
  if (error instanceof Refusal) return error;
  if (isUnavailable(error)) {
    return new Refusal('database-unavailable', 'The database is away: come back after Retry-After seconds.');
  }
  switch ('code' in error ? error.code : '') {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('too-large', 'The body is larger than this server takes.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('unsupported-media-type', 'Send application/json.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('malformed', 'The body is not as long as Content-Length says.');
  }
  return new Refusal('internal', 'This should not happen: the server has logged why.');
}
