import type { ASTNode } from '@marcbachmann/cel-js';
import { documents } from './documents.js';

/** Paths of the facts that an expression may read, each once, as evidence names them. */
export function fieldsOf(ast: ASTNode): string[] {
  const fields = new Set<string>();
  collect(ast, fields);
  return [...fields];
}

function collect(node: ASTNode, fields: Set<string>): void {
  const path = pathOf(node);
  if (path !== null) {
    const field = path.replace(/^posture\./, '');
    fields.add(field);
    return;
  }
  for (const inner of partsOf(node)) collect(inner, fields);
}

/** The path of a chain of selections from one of the documents. */
function pathOf(node: ASTNode): string | null {
  if (node.op === 'id') return Object.hasOwn(documents, node.args) ? node.args : null;
  if (node.op !== '.') return null;
  const path = pathOf(node.args[0]);
  return path === null ? null : `${path}.${node.args[1]}`;
}

/** The nodes right below one. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
