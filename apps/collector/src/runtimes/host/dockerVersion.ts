import { fields, list, text } from '../fields.js';

/** Versions as a running docker daemon tells them (`GET /version`): its own and those of the parts it uses. */
export interface DockerVersions {
  engine: string;
  /** By program: `containerd`, `runc`. */
  components: ReadonlyMap<string, string>;
}

/** `null` where the answer is none. */
export function dockerVersions(json: unknown): DockerVersions | null {
  const { Version, Components } = fields(json);
  const engine = text(Version);
  if (engine === undefined) return null;
  const components = list(Components).flatMap((component) => {
    const { Name, Version } = fields(component);
    const [name, version] = [text(Name), text(Version)];
    return name === undefined || version === undefined ? [] : [[name, version] as const];
  });
  return { engine, components: new Map(components) };
}
