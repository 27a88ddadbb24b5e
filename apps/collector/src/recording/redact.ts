import { backupSection } from '../runtimes/incus.js';

/** What stands in a recording for a value that was left out of it. */
export const leftOut = '(left out of the recording)';

/**
 * A text of the host as a recording may hold it: `path` is its path on the host. Command lines keep what names a
 * container or its daemon's directories; JSON and settings lose environments, arguments, secrets and the values of
 * labels that people gave. All else is the kernel's own and stays as it is.
 */
export function redact(path: string, text: string): string {
  if (/^\/proc\/[^/]+\/cmdline$/.test(path)) return redactCommandLine(text);
  if (/^\/(proc|sys)\//.test(path)) return text;
  if (/\/(bolt_state\.db|db\.sql)$/.test(path)) return podsOf(text);
  if (path.endsWith('/backup.yaml')) return backupOf(text);
  const json = parse(text);
  if (json !== undefined) return JSON.stringify(redactJson(json, ''));
  // Where the secrets of a broken JSON lie cannot be told.
  return path.endsWith('.json') ? leftOut : redactSettings(text);
}

/** Of podman's database, which has all of its containers' environments, the names of pods alone. */
const podsOf = (database: string): string =>
  (database.match(/\{"id":"[0-9a-f]{64}","name":"[\w.-]{1,256}"/g) ?? []).map((pod) => `${pod}}\n`).join('');

/** Of a backup of Incus, what names image and project, which paths of the host are put where, and if it starts again. */
function backupOf(text: string): string {
  const section = (name: Parameters<typeof backupSection>[1]) => backupSection(text, name) ?? '';
  const settings = section('expanded_config').replace(/^ {4}(?!boot\.autorestart: ["'\w]+$).*\n/gm, '');
  const devices = section('expanded_devices').replace(
    /^ {6}(?!(type|path|source|readonly): ["\w./-]+$).*\n/gm,
    '',
  );
  return (
    text.replace(/^(?! +(image\.description|volatile\.base_image|project): ).*\n?/gm, '') + settings + devices
  );
}

const parse = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Settings that are, or may hold, what a person wants to keep: their value goes, whatever it is. */
const secret =
  /^env|environment|secret|passw|token|auth(?!orization-plugins)|credential|private|prox(y|ies)|hooks?$|(log|store)-?(opts?|config)|driver-?(config|opts)|options?$/i;

/** The same, where the value is text or a list of texts: a seccomp rule has `args` too, which are numbers. */
const words = /^(args|cmd|command|commandline|entrypoint|test|shell|onbuild|parameters|exec\w*)$/i;

/** Mount options without a value of somebody's; those of network shares may hold credentials. */
const harmlessOption = /^[a-z_]+(=\d+[kmg]?)?$/i;

function redactJson(value: unknown, key: string): unknown {
  if (typeof value === 'string') return withoutCredentials(value);
  const areLabels = /^(labels|annotations)$/i.test(key);
  if (Array.isArray(value))
    return areLabels ? value.map(redactLabel) : value.map((item) => redactJson(item, key));
  if (typeof value !== 'object' || value === null) return value;
  if (areLabels) return redactLabels(value);
  if (/^sysctls?$/i.test(key)) return redactSysctls(value);
  return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => redactEntry(name, item)));
}

function redactEntry(name: string, value: unknown): [string, unknown][] {
  if (/^options$/i.test(name) && isTexts(value))
    return [[name, value.filter((option) => harmlessOption.test(option))]];
  if (secret.test(name) && typeof value !== 'boolean') return [];
  // That there is a health check is a fact; its command is somebody's.
  if (name === 'Test' && isTexts(value) && /^(NONE|CMD|CMD-SHELL)$/.test(value[0] ?? ''))
    return [[name, [value[0], ...value.slice(1, 2).map(() => leftOut)]]];
  if (words.test(name) && (typeof value === 'string' || isTexts(value))) return [];
  return [[name, redactJson(value, name)]];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Labels that runtimes and orchestrators write themselves, and that say which container this is. */
const naming =
  /^(io\.kubernetes\.(cri|cri-o|pod|container|docker|sandbox)[.-]|com\.docker\.compose\.(project|service|container-number|oneoff)$|com\.docker\.swarm\.|org\.opencontainers\.image\.|io\.podman\.compose\.(project|service)$|nerdctl\/(name|namespace|hostname)$)/;

/** A person's own labels keep their names; JSON in a label (CRI-O's copies of annotations) is somebody's, too. */
const redactLabels = (labels: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]: [string, unknown]) => [
      name,
      naming.test(name) && typeof value === 'string' && !/^\s*[[{]/.test(value)
        ? withoutCredentials(value)
        : leftOut,
    ]),
  );

/** Settings of the kernel keep their names, which tell what was set; few of them are secrets. */
const redactSysctls = (sysctls: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sysctls).map(([name, value]: [string, unknown]) => [
      name,
      secret.test(name) ? leftOut : value,
    ]),
  );

/** A label in a list, `name=value`. */
const redactLabel = (label: unknown): unknown =>
  typeof label === 'string' ? label.replace(/=.*/s, `=${leftOut}`) : leftOut;

/** A URL without user and password. */
const withoutCredentials = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi, '$1');

/** `key = value` or `key: value` with all its lines: a list in brackets, a long string, lines continued by `\`. */
const setting =
  /^([ \t]*"?([\w.-]+)"?[ \t]*(?:=|:(?=\s))[ \t]*)(\[[\s\S]*?\][ \t]*(?:#.*)?$|"""[\s\S]*?"""|'''[\s\S]*?'''|(?:.*\\\n)*.*)/gm;

/** TOML, INI, LXC or nspawn settings. */
const redactSettings = (text: string): string =>
  withoutCredentials(text).replace(setting, (whole, head: string, key: string) => {
    const last = key.slice(key.lastIndexOf('.') + 1);
    return secret.test(last) || words.test(last) ? `${head}${JSON.stringify(leftOut)}` : whole;
  });

/** Programs whose arguments say which container they look after, and their short flags that do. */
const supervisors: [program: RegExp, short: string][] = [
  [/^conmon$/, 'bcnu'],
  [/^systemd-nspawn$/, 'DMu'],
  [/^lxc/, 'nPf'],
  [/^(containerd-shim|podman|rootlesskit|runc|crun)/, ''],
];

/** Their long flags whose value names a container, a directory, or a way to be reached. */
const telling = new Set(
  `address bundle cgroup-manager cid config cuuid directory exit-command-arg exit-dir id lxcpath machine name namespace
  pidfile rcfile root rootfs runroot runtime state storage-driver uuid`.split(/\s+/),
);

/** Daemons: what they were told is how every container of theirs is made. */
const daemons = /^(dockerd|containerd|crio|cri-dockerd|incusd|k3s|kubelet|lxd)$/;

/**
 * Arguments separated by NUL. A daemon keeps all but secrets; a supervisor the names of its flags and the values of
 * telling ones, up to the command it runs; any other program its own name only. LXC's monitor writes a sentence over its
 * arguments, which names the container.
 */
function redactCommandLine(text: string): string {
  const [first = '', ...args] = text.split('\0');
  if (first.startsWith('[lxc monitor] ')) return text;
  const program = first.replace(/\s.*/s, '');
  const name = program.slice(program.lastIndexOf('/') + 1);
  const short = supervisors.find(([pattern]) => pattern.test(name))?.[1];
  if (daemons.test(name)) return [program, ...redactDaemon(args)].join('\0');
  let own = short !== undefined;
  const shown = args.map((arg, index) => {
    if (arg === '') return '';
    const before = flag.exec(args[index - 1] ?? '')?.[2] ?? '';
    own &&= before !== '' || arg.startsWith('-');
    return own ? redactArgument(arg, before, short ?? '') : leftOut;
  });
  return [program, ...shown].join('\0');
}

/** Values of flags that may be secrets, or somebody's labels, go; so does a value right behind a short flag. */
const redactDaemon = (args: readonly string[]): string[] =>
  args.map((arg, index) => {
    const isSecret = (name: string) => secret.test(name) || /^(node-)?labels?$/.test(name);
    const [, head = '', name = ''] = /^(--?([\w-]+)=)/.exec(arg) ?? [];
    const before = flag.exec(args[index - 1] ?? '')?.[2] ?? '';
    if (isSecret(name)) return head + leftOut;
    if (isSecret(before) && !arg.startsWith('--')) return leftOut;
    return /^-[^-H][^=]/.test(arg) ? leftOut : withoutCredentials(arg);
  });

const flag = /^(--?)([\w-]+)$/;

function redactArgument(arg: string, before: string, short: string): string {
  const tells = (name: string) => (name.length === 1 ? short.includes(name) : telling.has(name));
  if (before !== '' && tells(before)) return withoutCredentials(arg);
  const [, dashes, name = ''] = flag.exec(arg) ?? [];
  // A short flag may have its value right behind it.
  if (dashes === '--' || name.length === 1 || telling.has(name)) return arg;
  const [, head = '', key = '', value = ''] = /^(--?([\w-]+)=)(.*)$/s.exec(arg) ?? [];
  if (key !== '' && (tells(key) || /^(true|false|\d{1,9})$/.test(value))) return withoutCredentials(arg);
  return head + leftOut;
}
