import { isAtLeast, isKnown, parseRelease, type HostDocument, type HostSetting } from '@shoji/posture';
import type { Amendment } from './change.js';

type Runtime = HostDocument['runtimes'][number];
type Settings = Readonly<Record<string, HostSetting>>;

/** The host with every runtime of this name altered; `null` where `alter` left them all, or there is none. */
export function alterRuntime(
  { runtimes }: HostDocument,
  name: string,
  alter: (runtime: Runtime) => Runtime,
): Amendment | null {
  const after = runtimes.map((runtime) => (runtime.name === name ? alter(runtime) : runtime));
  return after.every((runtime, index) => runtime === runtimes[index]) ? null : { host: { runtimes: after } };
}

/** The same with its settings, where they are known; `set` answers `null` where there is nothing to set. */
export const alterSettings = (
  host: HostDocument,
  name: string,
  set: (settings: Settings) => Settings | null,
): Amendment | null =>
  alterRuntime(host, name, (runtime) => {
    if (!isKnown(runtime.configuration)) return runtime;
    const settings = set(runtime.configuration);
    return settings === null
      ? runtime
      : { ...runtime, configuration: { ...runtime.configuration, ...settings } };
  });

/** The same with a release that mends what is known, where an older one is installed, whatever its distribution did. */
export const updateRuntime = (
  host: HostDocument,
  name: string,
  release: readonly [number, number, number],
): Amendment | null =>
  alterRuntime(host, name, (runtime) => {
    const known = isKnown(runtime.version) ? parseRelease(runtime.version) : null;
    return known === null || isAtLeast(known, release) ? runtime : { ...runtime, version: release.join('.') };
  });
