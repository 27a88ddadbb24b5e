import {
  evidenceOf,
  isUnreadable,
  isUnsupported,
  unreadable,
  type Evidence,
  type HostDocument,
  type HostSetting,
  type Unreadable,
} from '@shoji/posture';
import { fail, notApplicable, pass, severities, unknown, type Severity, type Verdict } from './rule.js';

type Value = Exclude<HostSetting, object>;
type Configuration = HostDocument['runtimes'][number]['configuration'];

/** What a docker daemon was told of one setting: a value, `undefined` = docker's default, or why that is not known. */
export type Setting = Value | Unreadable | undefined;

/** What a rule says of one daemon; `text` says what of it, for people. */
export interface DaemonVerdict {
  state: 'pass' | 'fail' | 'unknown';
  text: string;
  severity?: Severity;
}

/** Facts that tell which daemons of docker there are. */
export const dockerReaders = {
  runtimes: (host: HostDocument) => host.runtimes,
};
export const dockerCompleteness = {
  runtimesComplete: (host: HostDocument) => host.runtimesComplete,
  processesComplete: (host: HostDocument) => host.processesComplete,
};

/**
 * The verdict on every docker daemon of the host: one that fails settles it. Where none is seen there is nothing to judge,
 * but only if all could be seen.
 */
export function judgeDaemons(
  facts: Pick<HostDocument, 'runtimes' | 'runtimesComplete' | 'processesComplete'>,
  judge: (
    settingOf: (key: string) => Setting,
    settings: () => readonly (readonly [string, HostSetting])[],
  ) => DaemonVerdict,
): Verdict {
  const daemons = facts.runtimes.filter(({ name }) => name === 'docker');
  if (daemons.length === 0) return noneOf('docker', facts);
  const verdicts = daemons.map(({ configuration }) =>
    judge(settingReader(configuration), () => Object.entries(settingsIn(configuration) ?? {})),
  );
  const of = (state: DaemonVerdict['state']) => verdicts.filter((verdict) => verdict.state === state);
  const shown = (which: DaemonVerdict[]) => (): Evidence[] =>
    which.map(({ text }) => evidenceOf('host.runtimes', 'docker', text));
  const [failed, undecided] = [of('fail'), of('unknown')];
  if (failed.length > 0) {
    const weights = new Set(failed.map(({ severity }) => severity));
    return fail(
      shown(failed),
      weights.has(undefined) ? undefined : severities.findLast((severity) => weights.has(severity)),
    );
  }
  return undecided.length > 0 ? unknown(shown(undecided)) : { ...pass, evidence: shown(verdicts) };
}

/** What it means that no program of this name is seen: there is none, or not all could be seen. */
export function noneOf(
  name: string,
  { runtimesComplete, processesComplete }: Pick<HostDocument, 'runtimesComplete' | 'processesComplete'>,
): Verdict {
  const unseen = Object.entries({ runtimesComplete, processesComplete }).filter(([, fact]) => fact !== true);
  if (unseen.length === 0)
    return notApplicable(() => [evidenceOf('host.runtimes', null, `there is no ${name} on this host`)]);
  return unknown(() =>
    unseen.map(([name, fact]) => evidenceOf(`host.${name}`, fact ?? unreadable('not read'))),
  );
}

/** A setting that nobody made is docker's default, unless a file of settings could not be read. */
function settingReader(configuration: Configuration): (key: string) => Setting {
  const settings = settingsIn(configuration);
  if (settings === null)
    return () => (isUnreadable(configuration) ? configuration : unreadable('it has no configuration'));
  const unread = Object.entries(settings).find(
    ([key, value]) => key.startsWith('file:') && isUnreadable(value),
  );
  return (key) => {
    const value: HostSetting | undefined = settings[key];
    if (value === undefined) return isUnreadable(unread?.[1]) ? unread[1] : undefined;
    return isUnsupported(value) ? undefined : value;
  };
}

const settingsIn = (configuration: Configuration): Readonly<Record<string, HostSetting>> | null =>
  isUnreadable(configuration) || isUnsupported(configuration) ? null : configuration;

/** The verdict on a switch of the daemon; `usual` is what docker does where nobody set it. */
export const judgeSwitch =
  (key: string, usual: boolean, wanted: boolean) =>
  (settingOf: (key: string) => Setting): DaemonVerdict => {
    const value = settingOf(key);
    if (isUnreadable(value))
      return { state: 'unknown', text: `whether ${key} is set could not be read: ${value.unreadable}` };
    const isOn = value === undefined ? usual : value === true || value === 'true';
    return {
      state: isOn === wanted ? 'pass' : 'fail',
      text: `${key} is ${isOn ? 'on' : 'off'}${value === undefined ? ', as docker has it by default' : ''}`,
    };
  };

/** A socket on which a daemon takes orders: `MODE OWNER:GROUP`, and who is in the group; `null` = not known. */
export interface DaemonSocket {
  path: string;
  access: string | null;
  users: string | null;
}

/** The sockets among a daemon's settings. */
export function socketsOf(settings: readonly (readonly [string, HostSetting])[]): DaemonSocket[] {
  const text = (key: string) => {
    const value = settings.find(([name]) => name === key)?.[1];
    return typeof value === 'string' ? value : null;
  };
  return settings
    .filter(([key]) => key.startsWith('socket:') && !key.endsWith(' users'))
    .map(([key]) => ({ path: key.slice('socket:'.length), access: text(key), users: text(`${key} users`) }));
}
