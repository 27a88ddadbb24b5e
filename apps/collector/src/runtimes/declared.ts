import { hashDocument, type Posture, type RuntimeName } from '@shoji/posture';
import type { Files } from '../read/files.js';
import { completedByDocker } from './dockerDeclared.js';
import { parseJson } from './fields.js';
import { declaredPosture } from './oci.js';

/** The records that a runtime keeps of a container, by their paths here. */
export interface DeclaredRecords {
  runtime: RuntimeName;
  /** OCI configuration of the bundle, parsed. */
  config: unknown;
  /** docker's directory of the container (`<data-root>/containers/ID`). */
  docker: string | null;
}

/** What a container's runtime was asked for, and the hash of it. */
export interface Declared {
  posture: Posture;
  hash: string;
}

const maxJson = 8 * 1024 * 1024;

/** Reads what the runtime was asked for from its own records; `null` where it left none that can be read. */
export function declaredOf(files: Files, { config, docker }: DeclaredRecords): Declared | null {
  const asked = declaredPosture(config);
  if (asked === null) return null;
  const posture =
    docker === null ? asked : completedByDocker(asked, json(files, `${docker}/hostconfig.json`));
  return { posture, hash: hashDocument(posture) };
}

function json(files: Files, path: string): unknown {
  let text: string;
  try {
    text = files.readText(path, maxJson);
  } catch {
    return undefined;
  }
  return parseJson(text);
}
