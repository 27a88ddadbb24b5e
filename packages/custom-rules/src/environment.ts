import { Environment } from '@marcbachmann/cel-js';
import { documents, type Shape } from './documents.js';
import { limits } from './limits.js';

let environment: Environment | undefined;

/** What expressions are parsed and typed with; made once, when the first one is. */
export const celEnvironment = (): Environment => (environment ??= makeEnvironment());

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

function makeEnvironment(): Environment {
  const made = new Environment({
    limits: {
      maxAstNodes: limits.nodes,
      maxDepth: limits.depth,
      maxListElements: limits.list,
      maxMapEntries: 0,
      maxCallArguments: 4,
    },
  });
  const never = () => {
    throw new Error('expressions are evaluated by evaluate.ts');
  };
  const typeOf = (shape: Shape, name: string): string => {
    if (typeof shape === 'string') return shape;
    if (isList(shape)) return `list<${typeOf(shape[0], name)}>`;
    const each = shape['*'];
    if (each !== undefined) return `map<string, ${typeOf(each, name)}>`;
    const fields = Object.entries(shape).map(([field, inner]) => [field, typeOf(inner, `${name}_${field}`)]);
    made.registerType(name, { fields: Object.fromEntries(fields) as Record<string, string> });
    made.registerOperator(`${name} == null`, never);
    return name;
  };
  for (const [name, shape] of Object.entries<Shape>(documents))
    made.registerVariable(name, typeOf(shape, name.charAt(0).toUpperCase() + name.slice(1)));
  // A limit, a source, an executable: `null` says that there is none.
  for (const type of ['int', 'string']) made.registerOperator(`${type} == null`, never);
  made.registerFunction('string.glob(string): bool', never);
  return made;
}
