import { ts } from '@ts-morph/common';
import { exportedAs, importsOf, type Links } from '../locate/flow.js';
import { typeReferencesOf } from '../locate/named.js';
import { keyText } from '../source.js';
import { bindings } from './moves.js';
import { returnSteps } from './return-steps.js';
import type { State, Step } from './state.js';

/** Where a value goes by its type: `Prisma.UserGetPayload<{ select: typeof SHOWN }>`, `(query: z.infer<typeof query>) => …`. */
export function typeSteps(state: State, links: Links): readonly Step[] {
  const type = ts.isTypeQueryNode(state.node.parent) ? state.node.parent : (state.node as ts.TypeNode);
  if (state.mode === 'key') return keySteps(type, state);
  return namedSteps(type, { ...state, node: type, path: [], mode: 'typed' }, links).map(
    (each): Step => ({ kind: 'to', to: each }),
  );
}

/** A type that is made of the object: what takes it as an argument says what its keys are. */
function keySteps(type: ts.TypeNode, state: State): readonly Step[] {
  const { parent } = type;
  if (ts.isParenthesizedTypeNode(parent)) return [{ kind: 'to', to: { ...state, node: parent } }];
  if (ts.isPropertySignature(parent) && ts.isTypeLiteralNode(parent.parent)) {
    const key = keyText(parent.name);
    if (key === undefined) return [];
    return [{ kind: 'to', to: { ...state, node: parent.parent, path: [key, ...state.path] } }];
  }
  const argument = ts.isTypeReferenceNode(parent) ? (parent.typeArguments?.indexOf(type) ?? -1) : -1;
  if (argument < 0) return [];
  const use = {
    from: 'type-argument' as const,
    node: (parent as ts.TypeReferenceNode).typeName,
    argument,
    path: state.path,
  };
  return [{ kind: 'asked', use, onward: [] }];
}

/** What has a type that is made of the text: whether it still lists the name is asked where it becomes a key. */
function namedSteps(type: ts.TypeNode, state: State, links: Links): readonly State[] {
  const { parent } = type;
  if (ts.isTypeAliasDeclaration(parent)) return namedBy(parent.name, state, links);
  if (ts.isPropertySignature(parent)) {
    return ts.isInterfaceDeclaration(parent.parent)
      ? namedBy(parent.parent.name, state, links)
      : [{ ...state, node: parent.parent }];
  }
  if (ts.isHeritageClause(parent)) {
    const { name } = parent.parent as ts.InterfaceDeclaration | ts.ClassLikeDeclaration;
    return name ? namedBy(name, state, links) : [];
  }
  if (ts.isParameter(parent) || ts.isVariableDeclaration(parent)) return bindings(parent.name, state, links);
  if (ts.isFunctionLike(parent) && parent.type === type) {
    return returnSteps(parent, type, state, links).flatMap((step) => (step.kind === 'to' ? [step.to] : []));
  }
  return ts.isTypeNode(parent) ? [{ ...state, node: parent }] : [];
}

function namedBy(name: ts.Identifier, state: State, links: Links): readonly State[] {
  const { locals } = importsOf(name.getSourceFile(), exportedAs(name), links);
  return [name, ...locals].flatMap(typeReferencesOf).map((node) => ({ ...state, node }));
}
