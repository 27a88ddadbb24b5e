/** The collector as it is shipped: one file for Node 20, a unit and a DaemonSet that give it the least it needs. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { stopProcess, until } from '../harness/process.js';
import { goldenNames, unpack } from '../recordings/unpack.js';

const repository = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(repository, path), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'shoji-bundle-'));
afterAll(() => rmSync(directory, { recursive: true }));
copyFileSync(
  join(repository, 'apps/collector/dist/shoji-collector.mjs'),
  join(directory, 'shoji-collector.mjs'),
);

/** The machine's own Node, where it has one beside the project's. */
const node = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath;
const collector = (...args: string[]): string => {
  const env = { PATH: process.env['PATH'] };
  return execFileSync(node, ['shoji-collector.mjs', ...args], {
    cwd: directory,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  });
};
const capabilities = ['SYS_PTRACE', 'DAC_READ_SEARCH'];

describe('shoji-collector.mjs', () => {
  it('is one file, which runs without node_modules on the Node of the machine', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(/^v(?:2\d|[3-9]\d)\./);
    expect(collector('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(collector('run', '--check')).toContain('MAKES READABLE');
    expect(JSON.parse(collector('scan', '--json'))).toMatchObject({ schema: 'shoji.scan/1' });
  });

  it.each(goldenNames)('judges every container of the recorded host %s on that Node', (name) => {
    const host = unpack(name);
    try {
      const scan = (...args: string[]) => collector('scan', '--recording', host.directory, ...args);
      const { containers } = JSON.parse(scan('--json')) as { containers: { name: string }[] };
      expect(containers.length).toBeGreaterThan(10);
      expect(scan('--all')).toContain(containers[0]?.name);
      expect(scan('--sarif')).toContain('"results"');
    } finally {
      host.remove();
    }
  });
});

describe('deploy/kubernetes/collector.yaml', () => {
  // Kubernetes takes no field that its API does not have (kubernetes.io/docs/reference/kubernetes-api): nor do these.
  const label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  const labels = z.record(z.string(), z.string());
  const cpu = z.string().regex(/^\d+m?$/);
  const memory = z.string().regex(/^\d+(?:Ki|Mi|Gi)$/);
  const amounts = z.strictObject({ cpu, memory });
  const path = z.string().startsWith('/');
  const mount = z.strictObject({
    name: label,
    mountPath: path,
    readOnly: z.boolean().default(false),
    mountPropagation: z.literal('HostToContainer').optional(),
  });
  const container = z.strictObject({
    name: label,
    image: z.string(),
    args: z.array(z.string()),
    env: z.array(z.strictObject({ name: z.string().regex(/^[A-Z_]+$/), value: z.string() })),
    securityContext: z.strictObject({
      runAsUser: z.literal(0),
      runAsGroup: z.literal(0),
      readOnlyRootFilesystem: z.literal(true),
      allowPrivilegeEscalation: z.literal(false),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]), add: z.array(z.string()) }),
      seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
      appArmorProfile: z.strictObject({ type: z.literal('Unconfined') }),
    }),
    resources: z.strictObject({ requests: amounts, limits: amounts }),
    volumeMounts: z.array(mount),
  });
  const hostPath = z.strictObject({ path, type: z.enum(['Directory', 'DirectoryOrCreate']) });
  const secret = z.strictObject({ secretName: label, defaultMode: z.int(), optional: z.boolean() });
  const pod = z.strictObject({
    hostPID: z.literal(true),
    automountServiceAccountToken: z.literal(false),
    tolerations: z.array(z.strictObject({ operator: z.literal('Exists') })),
    containers: z.tuple([container]),
    volumes: z.array(
      z.strictObject({ name: label, hostPath: hostPath.optional(), secret: secret.optional() }),
    ),
  });
  const set = z
    .strictObject({
      apiVersion: z.literal('apps/v1'),
      kind: z.literal('DaemonSet'),
      metadata: z.strictObject({ name: label, namespace: label, labels }),
      spec: z.strictObject({
        selector: z.strictObject({ matchLabels: labels }),
        updateStrategy: z.strictObject({
          rollingUpdate: z.strictObject({ maxUnavailable: z.string().regex(/^\d+%$/) }),
        }),
        template: z.strictObject({ metadata: z.strictObject({ labels }), spec: pod }),
      }),
    })
    // Kubernetes reads YAML 1.1, where 0400 is a number of eight.
    .parse(parse(text('deploy/kubernetes/collector.yaml'), { version: '1.1' }));
  const { containers, volumes } = set.spec.template.spec;
  const [{ args, securityContext, volumeMounts }] = containers;

  it('chooses its own pods, and lets them alone read what they enrol with', () => {
    expect(set.spec.template.metadata.labels).toEqual(set.spec.selector.matchLabels);
    expect(volumes.map(({ secret }) => secret?.defaultMode).filter((mode) => mode !== undefined)).toEqual([
      0o400,
    ]);
    for (const [, name] of containers[0].args.join(' ').matchAll(/\$\((\w+)\)/g))
      expect(containers[0].env.map((variable) => variable.name)).toContain(name);
  });

  it('asks for exactly the capabilities that a reading needs', () => {
    expect(securityContext.capabilities.add).toEqual(capabilities);
  });

  it('mounts the host to be read, and writes its own state alone', () => {
    expect(volumeMounts.filter(({ readOnly }) => !readOnly).map(({ name }) => name)).toEqual(['state']);
    expect(volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
    const paths = new Map(volumes.map(({ name, hostPath }) => [name, hostPath?.path]));
    expect(['proc', 'sys', 'root'].map((name) => paths.get(name))).toEqual(['/proc', '/sys', '/']);
    for (const [flag, name] of [
      ['--path.procfs', 'proc'],
      ['--path.sysfs', 'sys'],
      ['--path.rootfs', 'root'],
    ])
      expect(args).toContain(`${flag}=${volumeMounts.find((each) => each.name === name)?.mountPath}`);
  });

  it('uses flags that there are', () => {
    const [command, ...flags] = args;
    expect(command).toBe('run');
    const help = collector('run', '--help');
    for (const flag of flags) expect(help).toContain(`${flag.split('=')[0]} <`);
  });
});

describe('deploy/collector/shoji-collector.service', () => {
  const settings = new Map(
    text('deploy/collector/shoji-collector.service')
      .split('\n')
      .flatMap((line) => /^([A-Za-z]+)=(.*)$/.exec(line)?.slice(1, 3) ?? [])
      .reduce<[string, string][]>(
        (all, word, at, words) => (at % 2 ? all : [...all, [word, words[at + 1]!]]),
        [],
      ),
  );

  it('holds the same capabilities and nothing that would let it change the host', () => {
    expect(settings.get('CapabilityBoundingSet')).toBe(capabilities.map((name) => `CAP_${name}`).join(' '));
    expect(settings.get('NoNewPrivileges')).toBe('yes');
    expect(settings.get('ProtectSystem')).toBe('strict');
  });

  const analyze = (...args: string[]) => {
    const unit = join(repository, 'deploy/collector/shoji-collector.service');
    const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, unit], { encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}`.trim() };
  };

  it('is what systemd understands, to the last setting', () => {
    // Where the machine's Node lies elsewhere, that is all there is to say.
    const { said } = analyze('verify', '--man=no', '--recursive-errors=no');
    expect(said.replace(/^.*\/usr\/bin\/node is not executable.*$/m, '')).toBe('');
  });

  it('starts it so that no memory is both written to and executed', async () => {
    const flags = /^\/usr\/bin\/node (.*) \/usr\/lib\/shoji\/shoji-collector\.mjs run$/.exec(
      settings.get('ExecStart') ?? '',
    )?.[1];
    expect(text('deploy/collector.Dockerfile')).toContain(`ENTRYPOINT ["node", "${flags}", `);
    const args = [
      flags!,
      'shoji-collector.mjs',
      'run',
      '--server',
      'http://127.0.0.1:9',
      '--state-dir',
      'state',
    ];
    const env = { SHOJI_ENROLL_TOKEN: 'none' };
    const running = spawn(node, args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'], env });
    try {
      let said = '';
      running.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await until('it has asked to be enrolled', () => said.includes('ECONNREFUSED'), { alive: running });
      expect(readFileSync(`/proc/${running.pid}/maps`, 'utf8').match(/^\S+ .wx.*$/gm)).toBeNull();
    } finally {
      await stopProcess(running);
    }
  });

  it('exposes little by the measure of systemd: root and the network make up most of it', () => {
    const { status, said } = analyze('security', '--offline=true', '--no-pager', '--threshold=30');
    expect([status, said.split('\n').at(-1)]).toEqual([0, expect.stringContaining('OK') as string]);
  });

  it('hides nothing that has to be read', () => {
    for (const name of [
      'ProtectProc',
      'PrivateNetwork',
      'PrivateUsers',
      'ProtectKernelTunables',
      'ProtectKernelLogs',
    ])
      expect(settings.has(name)).toBe(false);
    expect(settings.get('ProtectHome')).toBe('read-only');
  });
});
