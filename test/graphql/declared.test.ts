/** What was asked for and what is enforced, as the API tells their difference. */
import { hashDocument, type HostDocument, type Posture } from '@shoji/posture';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
let viewer: Record<string, string>;

beforeAll(async () => {
  app = await TestApp.start();
  viewer = bearer(await app.token());
});
afterAll(() => app.close());

const store = async (
  table: 'posture' | 'host_document',
  document: Posture | HostDocument,
): Promise<string> => {
  const hash = hashDocument(document);
  await app.database.query(`INSERT INTO ${table} (hash, document) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
    hash,
    JSON.stringify(document),
  ]);
  return hash;
};

/** A container that was asked for and runs as these documents say; `null` = nobody knows what was asked for. */
async function container(declared: Posture | null, effective: Posture): Promise<string> {
  const id = await addContainer(app.database, await addHost(app.database));
  const update = 'UPDATE container SET host_hash = $2, declared_hash = $3, posture_hash = $4 WHERE id = $1';
  await app.database.query(update, [
    id,
    await store('host_document', hostDocument),
    declared && (await store('posture', declared)),
    await store('posture', effective),
  ]);
  return id;
}

const differences = async (id: string): Promise<unknown> => {
  const { data, errors } = await app.ask<{ container: { declaredDifferences: unknown } }>(
    `query ($id: ID!) { container(id: $id) { declaredDifferences { wall field declared effective direction note } } }`,
    { id },
    viewer,
  );
  expect(errors).toEqual([]);
  return data.container.declaredDifferences;
};

describe('declaredDifferences', () => {
  it('is null where nobody knows what was asked for', async () => {
    expect(await differences(await container(null, closedPosture()))).toBeNull();
  });

  it('is empty where the kernel enforces what was asked for', async () => {
    expect(await differences(await container(closedPosture(), closedPosture()))).toEqual([]);
  });

  it('names what differs, what is weaker first and what is not known last', async () => {
    const effective = closedPosture();
    effective.lsm.apparmor = { unsupported: 'kernel built without AppArmor' };
    effective.cgroups.pids = { limit: 20, boundAt: '/parent.slice' };
    effective.rlimits.nofile = { unreadable: 'EACCES' };
    expect(await differences(await container(closedPosture(), effective))).toEqual([
      {
        wall: 'lsm',
        field: 'lsm.apparmor',
        declared: { profile: 'docker-default', mode: 'enforce' },
        effective: { unsupported: 'kernel built without AppArmor' },
        direction: 'weaker',
        note: 'not applied: kernel built without AppArmor',
      },
      {
        wall: 'cgroups',
        field: 'cgroups.pids.limit',
        declared: 50,
        effective: 20,
        direction: 'stronger',
        note: 'the parent cgroup /parent.slice has a lower limit',
      },
      expect.objectContaining({ field: 'rlimits.nofile', direction: 'unknown' }),
    ]);
  });

  it('knows how many processors the host has', async () => {
    const declared = closedPosture();
    declared.cgroups.cpu.cpus = '0-1';
    expect(await differences(await container(declared, closedPosture()))).toEqual([]);
    const narrow = closedPosture();
    narrow.cgroups.cpu.cpus = '0';
    expect(await differences(await container(narrow, closedPosture()))).toMatchObject([
      { field: 'cgroups.cpu.cpus', direction: 'weaker' },
    ]);
  });
});
