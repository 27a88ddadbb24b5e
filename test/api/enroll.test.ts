import { revokeEnrolmentToken } from '../../apps/api/src/access/enrolment-token.js';
import { revokeHost } from '../../apps/api/src/access/host-key.js';
import { Sender } from './sender.js';
import { Server } from './server.js';

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server.stop());

const hosts = () => server.one<number>('SELECT count(*)::int FROM host');

describe('POST /v1/enroll', () => {
  it('gives a new key a host, and the audit log a line', async () => {
    const sender = new Sender(server.url);
    const answer = await sender.enrol((await server.token()).token);
    expect(answer).toMatchObject({ status: 200, body: { keyId: sender.keyId } });
    const subject = `host:${answer.body.hostId}`;
    expect(await server.one('SELECT action FROM audit_event WHERE subject = $1', [subject])).toBe(
      'host-enrolled',
    );
  });

  it('gives the same key the same answer again, and spends nothing', async () => {
    const sender = new Sender(server.url);
    const { token } = await server.token();
    const answers = await Promise.all(Array.from({ length: 5 }, () => sender.enrol(token)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it.each([1, 3])('lets exactly %i of many parallel redemptions win', async (maxUses) => {
    const { token, id } = await server.token({ maxUses });
    const before = await hosts();
    const answers = await Promise.all(Array.from({ length: 12 }, () => new Sender(server.url).enrol(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(maxUses);
    expect(answers.filter(({ body }) => body.error?.code === 'bad-token')).toHaveLength(12 - maxUses);
    expect(await hosts()).toBe(before + maxUses);
    expect(await server.one('SELECT uses FROM enrolment_token WHERE id = $1', [id])).toBe(maxUses);
  });

  it('makes a new host of a machine that comes back with a new key', async () => {
    const { token } = await server.token({ maxUses: 2 });
    const machineId = 'a'.repeat(32);
    const message = {
      node: { hostname: 'twin', machineId, bootedAt: '2026-01-01T00:00:00Z', collectorVersion: '1' },
    };
    const [first, second] = [new Sender(server.url), new Sender(server.url)];
    await first.enrol(token, { message });
    await second.enrol(token, { message });
    expect(first.hostId).not.toBe(second.hostId);
    expect(await server.one('SELECT count(*)::int FROM host WHERE machine_id = $1', [machineId])).toBe(2);
  });

  it('refuses an unknown, an expired and a revoked token', async () => {
    const revoked = await server.token();
    await revokeEnrolmentToken(server.database, revoked.id);
    const expired = await server.token();
    await server.database.query(`UPDATE enrolment_token SET expires_at = now() WHERE id = $1`, [expired.id]);
    for (const token of ['shoji_enroll_x', revoked.token, expired.token]) {
      const answer = await new Sender(server.url).enrol(token);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'bad-token' } } });
    }
  });

  it('refuses an enrolled key that brings another token', async () => {
    const sender = await server.host();
    const answer = await sender.enrol((await server.token()).token);
    expect(answer.body.error?.code).toBe('bad-token');
  });

  it('refuses a revoked key', async () => {
    const sender = new Sender(server.url);
    const { token } = await server.token();
    await sender.enrol(token);
    await server.database.transaction((queries) => revokeHost(queries, sender.hostId));
    expect(await sender.enrol(token)).toMatchObject({ status: 401, body: { error: { code: 'revoked' } } });
  });

  it('refuses a public key that its sender does not hold', async () => {
    const { token } = await server.token();
    const publicKey = new Sender(server.url).publicKey.toString('base64url');
    const answer = await new Sender(server.url).enrol(token, { message: { publicKey } });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'bad-signature' } } });
  });

  it('names the field that is wrong', async () => {
    const answer = await new Sender(server.url).enrol('x', { message: { node: { hostname: '' } } });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'schema', path: 'node.hostname' } } });
  });

  it('keeps a host name with U+0000', async () => {
    const sender = new Sender(server.url);
    const hostname = 'a\0b';
    const message = {
      node: { hostname, machineId: null, bootedAt: '0000-01-01T00:00:00Z', collectorVersion: '1' },
    };
    expect((await sender.enrol((await server.token()).token, { message })).status).toBe(200);
    expect(await server.one('SELECT name FROM host WHERE id = $1', [sender.hostId])).toBe('a␀b');
  });
});
