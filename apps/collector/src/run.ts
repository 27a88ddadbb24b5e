import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.js';
import { Delivery } from './deliver.js';
import { CollectorError, messageOf } from './errors.js';
import { loadIdentity, saveIdentity } from './identity/enrolment.js';
import { loadHostKey } from './identity/host-key.js';
import type { Log } from './log.js';
import type { HostReader } from './read/snapshot.js';
import { Server } from './report/send.js';
import { SelfMeter } from './self-meter.js';
import { Spool, type Gap } from './spool/spool.js';
import { Sequence } from './state/sequence.js';
import { lockStateDirectory, openStateDirectory } from './state/state-directory.js';
import { watchHost } from './watch-host.js';

export interface RunOptions {
  reader: HostReader;
  server: URL;
  stateDirectory: string;
  /** Milliseconds. */
  interval: number;
  /** Milliseconds over which first reports are spread. */
  jitter: number;
  enrolmentTokenFile: string | undefined;
  enrolmentToken: string | undefined;
  /** Bytes. */
  spoolLimit: number;
  /** Milliseconds until a connection must stand, and until the whole answer must be there. */
  connectTimeout: number;
  answerTimeout: number;
  version: string;
  clock: Clock;
  /** Milliseconds since boot. */
  monotonic: () => number;
  log: Log;
}

/**
 * Reads, spools and reports until the signal is aborted.
 * @throws {CollectorError} where the state directory cannot be used or the server refuses this host.
 */
export async function run(options: RunOptions, signal: AbortSignal): Promise<void> {
  const { stateDirectory, log, clock, server: url } = options;
  openStateDirectory(stateDirectory);
  const lock = await lockStateDirectory(stateDirectory);
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const at = (name: string) => join(stateDirectory, name);
  const key = loadHostKey(at('host-key.pem'));
  const spool = openSpool(at('spool'), options);
  const server = new Server({
    url,
    key,
    userAgent: `shoji-collector/${options.version}`,
    connectTimeout: options.connectTimeout,
    answerTimeout: options.answerTimeout,
    now: clock.now,
  });
  const meter = new SelfMeter(clock.now);
  const delivery = new Delivery({
    server,
    spool,
    meter,
    sequence: new Sequence(at('sequence'), options.monotonic, (message) => log.warn(message)),
    clock,
    log,
    interval: options.interval,
    jitter: Math.min(options.jitter, options.interval),
    identity: loadIdentity(at('identity.json'), key.keyId),
    publicKey: key.publicKey,
    enrolmentToken: () => enrolmentToken(options),
    enrolled: (identity) => saveIdentity(at('identity.json'), identity),
  });

  // Events that could not be written down are told of as a gap with the next ones that can.
  let lost = 0;
  const hold = (values: unknown[]): void => {
    if (values.length === 0) return;
    const gap: Gap[] = lost > 0 ? [{ gap: { count: lost, through: 0 } }] : [];
    try {
      spool.append([...gap, ...values]);
      lost = 0;
    } catch (error) {
      lost += values.length;
      log.error('cannot hold events', { lost, reason: messageOf(error) });
    }
  };

  log.info('started', { server: url.origin, state: stateDirectory, version: options.version });
  const started = new Date(clock.now()).toISOString();
  hold([{ at: started, type: 'collector-started', container: null, detail: `version ${options.version}` }]);
  const reading = watchHost(
    { reader: options.reader, meter, clock, log, interval: options.interval },
    (inventory, events) => {
      hold(events);
      delivery.submit(inventory);
    },
    ended,
  );
  try {
    await Promise.race([reading, delivery.run(ended)]);
  } finally {
    stop.abort();
    server.close();
    await reading;
    spool.close();
    lock.release();
  }
}

function openSpool(directory: string, { spoolLimit, log }: RunOptions): Spool {
  const segmentBytes = Math.min(1 << 18, Math.ceil(spoolLimit / 4));
  try {
    const spool = new Spool({ directory, maxBytes: spoolLimit, segmentBytes });
    const { damaged, torn } = spool.recovery;
    if (damaged > 0)
      log.warn('the spool was damaged', { damaged, quarantine: join(directory, 'quarantine') });
    if (torn > 0) log.info('cut off what a crash left half written', { bytes: torn });
    return spool;
  } catch (error) {
    throw new CollectorError('bad-state', `cannot use the spool ${directory}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function enrolmentToken({ enrolmentTokenFile, enrolmentToken }: RunOptions): string {
  if (enrolmentToken !== undefined) return enrolmentToken;
  if (enrolmentTokenFile === undefined) {
    throw new CollectorError(
      'bad-configuration',
      'this host is not enrolled yet: give an enrolment token with --enroll-token-file or SHOJI_ENROLL_TOKEN',
    );
  }
  try {
    return readFileSync(enrolmentTokenFile, 'utf8').trim();
  } catch (error) {
    throw new CollectorError('bad-configuration', `cannot read --enroll-token-file: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
