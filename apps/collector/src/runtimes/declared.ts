import {
  hashDocument,
  isKnown,
  type Fact,
  type Posture,
  type Restart,
  type RuntimeName,
} from '@shoji/posture';
import { capabilityNames, parseInteger } from '@shoji/procfs';
import type { Files, Roots } from '../read/files.js';
import { below } from '../read/hostPath.js';
import { map, parsed } from '../read/limits.js';
import { readFact } from '../read/text.js';
import { askedOfDocker, completedByDocker } from './dockerDeclared.js';
import { parseJson } from './fields.js';
import { configurationsOf, isOfIncus, monitored, restartOf, withDisks } from './incus.js';
import { readLxcConfig } from './lxcConfig.js';
import { lxcPosture, lxcSysctls } from './lxcDeclared.js';
import { nspawnPosture, nspawnSettings } from './nspawnDeclared.js';
import { declaredPosture, declaredSysctls } from './oci.js';
import { completedByRunc } from './runcState.js';

/** The records that a runtime keeps of a container, by their paths here. */
export interface DeclaredRecords {
  runtime: RuntimeName;
  /** What its runtime calls the container. */
  own: string | null;
  /** OCI configuration of the bundle, parsed. */
  config: unknown;
  /** docker's directory of the container (`<data-root>/containers/ID`). */
  docker: string | null;
  /** runc's state of the container (`state.json`). */
  runc: string | null;
  /** Whether the runtime itself is in a user namespace. */
  rootless: boolean;
  /** Command line of the process that looks after it, separated by NUL; empty where there is none to believe. */
  supervisor: string;
}

/** What a container's runtime was asked for. */
export interface Asked {
  posture: Posture;
  /** Settings of the kernel to make in its namespaces, by name; sorted. */
  sysctls: string[];
  /** Absent where the runtime's records do not tell. */
  restart?: Fact<Restart>;
  /** The cgroup to put it below, `null` = the runtime's own choice; absent where its records do not tell. */
  cgroupParent?: string | null;
}

/** The same, with the hash of its posture. */
export interface Declared extends Asked {
  hash: string;
}

const maxJson = 8 * 1024 * 1024;

/** Reads what the runtime was asked for from its own records; `null` where it left none that can be read. */
export function declaredOf(files: Files, roots: Roots, records: DeclaredRecords): Declared | null {
  const asked = askedOf(files, roots, records);
  return asked && { ...asked, hash: hashDocument(asked.posture) };
}

function askedOf(
  files: Files,
  roots: Roots,
  { runtime, own, config, docker, runc, rootless, supervisor }: DeclaredRecords,
): Asked | null {
  if (runtime === 'lxc') return ofLxc(files, roots, supervisor);
  if (runtime === 'systemd-nspawn') return ofNspawn(files, roots, own, supervisor.split('\0'));
  const posture = declaredPosture(config);
  if (posture === null) return null;
  const sysctls = declaredSysctls(config);
  if (docker === null)
    return { posture: runc === null ? posture : completedByRunc(posture, json(files, runc)), sysctls };
  const hostConfig = json(files, `${docker}/hostconfig.json`);
  return {
    posture: completedByDocker(posture, hostConfig, rootless),
    sysctls,
    ...askedOfDocker(hostConfig),
  };
}

function ofLxc(files: Files, roots: Roots, supervisor: string): Asked | null {
  const container = monitored(supervisor);
  if (container === null) return null;
  const rootfs = (path: string) => below(roots.rootfs, path);
  for (const path of configurationsOf(container)) {
    const settings = readLxcConfig(files, rootfs, path);
    if (settings === null) continue;
    const ofIncus = isOfIncus(container);
    const posture = lxcPosture(ofIncus ? withDisks(settings, files, roots.rootfs, container) : settings, {
      ...container,
      capabilities: allCapabilities(files, roots),
      cgroupVersion: isKnown(readFact(files, `${roots.sysfs}/fs/cgroup/cgroup.controllers`)) ? 2 : 1,
      limitsMayChange: ofIncus,
    });
    return {
      ...{ posture, sysctls: lxcSysctls(settings) },
      ...(ofIncus && { restart: restartOf(files, roots.rootfs, container) }),
    };
  }
  return null;
}

/** Settings of the host's administrator, which stand beside the command line; those beside an image are not trusted. */
function ofNspawn(files: Files, roots: Roots, own: string | null, args: readonly string[]): Asked | null {
  if (args.length < 2) return null;
  const name = own !== null && !own.includes('/') ? own : null;
  const file = ['/etc/systemd/nspawn', '/run/systemd/nspawn']
    .map((directory) => readFact(files, below(roots.rootfs, `${directory}/${String(name)}.nspawn`)))
    .find((text) => isKnown(text));
  const settings = nspawnSettings(args, name === null ? undefined : file);
  return { posture: nspawnPosture(settings, allCapabilities(files, roots)), sysctls: [] };
}

const allCapabilities = (files: Files, { procfs }: Roots) =>
  map(readFact(files, `${procfs}/sys/kernel/cap_last_cap`), (text) =>
    parsed(text, (number) => capabilityNames(2n ** 64n - 1n, parseInteger(number)).sort()),
  );

function json(files: Files, path: string): unknown {
  let text: string;
  try {
    text = files.readText(path, maxJson);
  } catch {
    return undefined;
  }
  return parseJson(text);
}
