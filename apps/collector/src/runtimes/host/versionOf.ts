import { isKnown, type HostRuntime, type RuntimeName } from '@shoji/posture';

/** Version of the runtime of this name; `null` where it is not known, or a host has several that differ. */
export function versionOf(runtimes: readonly HostRuntime[], name: RuntimeName): string | null {
  const [first, ...others] = runtimes
    .filter((runtime) => runtime.name === name)
    .map(({ version }) => version);
  if (first === undefined || !isKnown(first)) return null;
  return others.every((other) => other === first) ? first : null;
}
