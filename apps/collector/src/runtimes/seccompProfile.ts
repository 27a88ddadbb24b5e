import {
  hashDocument,
  isKnown,
  PostureError,
  sortedSet,
  tellingSystemCalls,
  unreadable,
  type Fact,
  type SeccompProfile,
} from '@shoji/posture';
import { fields, list, text, texts } from './fields.js';

const maxKept = 100;
const kept = new Map<string, Fact<SeccompProfile>>();

/**
 * A seccomp profile as a runtime resolved it (OCI runtime-spec, config-linux.md#seccomp). `allowed` are the system calls
 * that it names as passing whatever their arguments. `null` where the JSON is no profile.
 */
export function seccompProfile(json: unknown): Fact<SeccompProfile> | null {
  const defaultAction = text(fields(json).defaultAction);
  if (defaultAction === undefined) return null;
  // A host has few profiles and many containers; to take one apart costs a thousand times more than to write it down.
  const key = JSON.stringify(json);
  const known = kept.get(key);
  if (known) return known;
  const profile = resolve(json, defaultAction);
  if (kept.size >= maxKept) kept.clear();
  kept.set(key, profile);
  return profile;
}

const telling = new WeakMap<SeccompProfile, string[]>();

/**
 * Which of `tellingSystemCalls` a filter of this profile lets through; `undefined` where the profile does not say: there
 * is none, or it lets everything through that it does not name.
 */
export function tellingCalls(profile: Fact<SeccompProfile> | undefined): string[] | undefined {
  if (profile === undefined || !isKnown(profile)) return undefined;
  if (/^SCMP_ACT_(ALLOW|LOG)$/.test(profile.defaultAction)) return undefined;
  const known = telling.get(profile);
  if (known) return known;
  const calls = tellingSystemCalls.filter((call) => profile.allowed.includes(call));
  telling.set(profile, calls);
  return calls;
}

function resolve(json: unknown, defaultAction: string): Fact<SeccompProfile> {
  const allowed = new Set<string>();
  const stopped = new Set<string>();
  for (const rule of list(fields(json).syscalls).map(fields)) {
    const passes = rule.action === 'SCMP_ACT_ALLOW' || rule.action === 'SCMP_ACT_LOG';
    if (passes && list(rule.args).length > 0) continue;
    for (const name of texts(rule.names)) (passes ? allowed : stopped).add(name);
  }
  try {
    return {
      hash: hashDocument(json),
      defaultAction,
      allowed: sortedSet([...allowed].filter((name) => !stopped.has(name))),
    };
  } catch (error) {
    if (!(error instanceof PostureError)) throw error;
    return unreadable(error.code);
  }
}
