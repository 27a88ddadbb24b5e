import { hashDocument, report as reportSchema, type Report } from '@shoji/posture';
import { sampleContainer, samplePosture, sampleSnapshot } from '../testing/snapshot.js';
import { acknowledge, buildReport, type Acknowledged, type ReportOptions } from './build.js';
import { InventoryHasher } from './inventory.js';

const inventoryOf = (...[containers, change]: Parameters<typeof sampleSnapshot>) =>
  new InventoryHasher().inventory(sampleSnapshot(containers, change));
const options: ReportOptions = { seq: 7, interval: 30, events: [], self: null, full: false, need: [] };
const take = (containers: Parameters<typeof sampleSnapshot>[0]): Acknowledged => {
  const inventory = inventoryOf(containers);
  return acknowledge(null, inventory, buildReport(null, inventory, options));
};
const idsIn = ({ containers }: Report) => containers?.map(({ id }) => id);

const a = sampleContainer('a');
const b = sampleContainer('b', { memoryLimit: 64 });
const host = sampleSnapshot().host;

describe('buildReport', () => {
  it('sends the head alone, under 400 bytes, when nothing changed', () => {
    const seq = Number.MAX_SAFE_INTEGER;
    const report = buildReport(take([a, b]), inventoryOf([a, b]), { ...options, seq, interval: 86400 });
    expect(Object.keys(report)).toEqual(['schema', 'bootId', 'seq', 'observedAt', 'interval', 'inventory']);
    expect(JSON.stringify(report).length).toBeLessThan(400);
  });

  it('speaks of itself in the head alone, which stays under 400 bytes', () => {
    const self = { cycleMilliseconds: 99_999, cpuPartsPerMillion: 999_900, rssBytes: 999 << 20 };
    const worst = { ...options, seq: Number.MAX_SAFE_INTEGER, interval: 86400, self };
    const report = buildReport(take([a, b]), inventoryOf([a, b]), worst);
    expect(report).toMatchObject({ collector: self });
    expect(report).not.toHaveProperty('node');
    expect(JSON.stringify(report).length).toBeLessThan(400);
    expect(reportSchema.safeParse(report).success).toBe(true);
  });

  it('sends numbers of processes in named networks only while it speaks of itself, and their coming at once', () => {
    const { node } = sampleSnapshot();
    const withProcesses = (processCount: number) =>
      inventoryOf([a], { node: { ...node, networkNamespaces: [{ name: 'red', inode: 1, processCount }] } });
    const self = { cycleMilliseconds: 1, cpuPartsPerMillion: 100, rssBytes: 1 };
    let before = acknowledge(null, withProcesses(1), buildReport(null, withProcesses(1), options));
    for (const count of [2, 3]) {
      const report = buildReport(before, withProcesses(count), options);
      expect(report).not.toHaveProperty('node');
      before = acknowledge(before, withProcesses(count), report);
    }
    expect(buildReport(before, withProcesses(3), { ...options, self }).node?.networkNamespaces).toMatchObject(
      [{ processCount: 3 }],
    );
    expect(buildReport(before, withProcesses(1), { ...options, self })).not.toHaveProperty('node');
    expect(buildReport(before, withProcesses(0), options).node?.networkNamespaces).toMatchObject([
      { processCount: 0 },
    ]);
  });

  it('sends everything at first, as the schema wants it', () => {
    const report = buildReport(null, inventoryOf([a, b]), options);
    expect(idsIn(report)).toEqual(['a', 'b']);
    expect(report).not.toHaveProperty('base');
    expect(report.node?.hostname).toBe('node-1');
    const documents = [a.posture, b.posture, a.traits, host].map(hashDocument);
    expect(new Set(Object.keys(report.documents ?? {}))).toEqual(new Set(documents));
    expect(reportSchema.safeParse(report).success).toBe(true);
    for (const [hash, document] of Object.entries(report.documents ?? {})) {
      expect(hashDocument(document)).toBe(hash);
    }
  });

  it('sends an empty list for a host without containers', () => {
    expect(buildReport(null, inventoryOf([]), options).containers).toEqual([]);
  });

  it('sends what changed since, and who left', () => {
    const changed = sampleContainer('b', { memoryLimit: 128 });
    const before = take([a, b, sampleContainer('c')]);
    const report = buildReport(before, inventoryOf([a, changed]), options);
    expect(report).toMatchObject({ base: before.inventory.hash, gone: ['c'] });
    expect(idsIn(report)).toEqual(['b']);
    expect(Object.keys(report.documents ?? {})).toEqual([hashDocument(samplePosture(128))]);
    expect(reportSchema.safeParse(report).success).toBe(true);
  });

  it('sends no document that the server has', () => {
    const report = buildReport(take([a]), inventoryOf([a, sampleContainer('b')]), options);
    expect(idsIn(report)).toEqual(['b']);
    expect(report).not.toHaveProperty('documents');
  });

  it('sends the whole list when the server asks for it', () => {
    const report = buildReport(take([a, b]), inventoryOf([a, b]), { ...options, full: true });
    expect(idsIn(report)).toEqual(['a', 'b']);
    expect(report).toMatchObject({ host: hashDocument(host), node: { hostname: 'node-1' } });
    expect(report).not.toHaveProperty('base');
  });

  it('sends a document that the server asks for again, and ignores a hash it never had', () => {
    const wanted = hashDocument(a.posture);
    const report = buildReport(take([a]), inventoryOf([a]), { ...options, need: [wanted, 'f'.repeat(64)] });
    expect(report.documents).toEqual({ [wanted]: a.posture });
  });

  it('sends the whole list after a reboot', () => {
    const rebooted = inventoryOf([a], { bootId: '3f0e4f10-2f7d-4b5e-9f5c-0d4b7a4d1c11' });
    const report = buildReport(take([a]), rebooted, options);
    expect(idsIn(report)).toEqual(['a']);
    expect(report).not.toHaveProperty('base');
  });

  it('sends the host document alone when only the host changed', () => {
    const changed = { ...host, kernel: '6.1.1' };
    const report = buildReport(take([a]), inventoryOf([a], { host: changed }), options);
    expect(report.host).toBe(hashDocument(changed));
    expect(report.documents).toEqual({ [hashDocument(changed)]: changed });
    expect(report).not.toHaveProperty('containers');
  });

  it.each([
    ['doubles', 20, true],
    ['halves', 5, true],
    ['grows by less', 19, false],
  ])('sends a container again when its number of processes %s', (_, processCount, sent) => {
    const report = buildReport(take([a]), inventoryOf([sampleContainer('a', { processCount })]), options);
    expect(idsIn(report)).toEqual(sent ? ['a'] : undefined);
  });

  it('measures the number of processes against the one on record, however slowly it grows', () => {
    const slow = inventoryOf([sampleContainer('a', { processCount: 15 })]);
    const before = take([a]);
    const after = acknowledge(before, slow, buildReport(before, slow, options));
    const now = inventoryOf([sampleContainer('a', { processCount: 20 })]);
    expect(idsIn(buildReport(after, now, options))).toEqual(['a']);
  });
});

describe('InventoryHasher', () => {
  it('gives the same hashes whether it has seen the documents or not', () => {
    const hasher = new InventoryHasher();
    const first = hasher.inventory(sampleSnapshot([a, b]));
    expect(hasher.inventory(sampleSnapshot([a, b]))).toEqual(first);
    expect(hasher.inventory(sampleSnapshot([sampleContainer('a', { processCount: 99 }), b])).hash).toBe(
      first.hash,
    );
    expect(hasher.inventory(sampleSnapshot([sampleContainer('a', { pid: 99 }), b])).hash).not.toBe(
      first.hash,
    );
  });
});
