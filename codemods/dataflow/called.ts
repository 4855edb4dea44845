import { ts } from '@ts-morph/common';
import type { Checker, Declared, NodeSpan } from '../checker/checker.js';
import type { Links } from '../locate/flow.js';
import { keyText } from '../source.js';

/**
 * For each call: the functions of the code's own that it may run. Of one that only an interface or an overload declares
 * these are its bodies, by name.
 */
export function calledFunctions(
  checker: Checker,
  calls: readonly NodeSpan[],
  links: Links,
): readonly (readonly ts.SignatureDeclaration[])[] {
  const spans = [...new Map(calls.map((call) => [keyOf(call), call])).values()];
  const declared = checker.called(spans);
  const found = new Map(
    spans.map((span, index) => [keyOf(span), declared[index]!.flatMap((each) => functionsAt(each, links))]),
  );
  return calls.map((call) => found.get(keyOf(call))!);
}

function keyOf({ file, pos, end, kind }: NodeSpan): string {
  return `${kind}:${pos}:${end}:${file}`;
}

function functionsAt({ file, pos, end }: Declared, links: Links): readonly ts.SignatureDeclaration[] {
  const tree = links.treeOf(file);
  const declared = tree && functionIn(tree, pos, end);
  if (!declared) return [];
  return hasBody(declared) ? [declared] : bodiesOf(declared, links);
}

function functionIn(tree: ts.SourceFile, pos: number, end: number): ts.SignatureDeclaration | undefined {
  let here: ts.Node | undefined = tree;
  while (here) {
    if (here.pos === pos && here.end === end && ts.isFunctionLike(here)) return here;
    here = ts.forEachChild(here, (child) => (child.pos <= pos && end <= child.end ? child : undefined));
  }
  return undefined;
}

function hasBody(declared: ts.SignatureDeclaration): boolean {
  return 'body' in declared && declared.body !== undefined;
}

/** More bodies of one name belong to a name of everybody's. */
const BODIES = 12;

function bodiesOf(declared: ts.SignatureDeclaration, links: Links): readonly ts.SignatureDeclaration[] {
  const { parent } = declared;
  const named = ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) ? parent : declared;
  const name = named.name && ts.isPropertyName(named.name) ? keyText(named.name) : undefined;
  if (name === undefined) return [];
  const trees = ts.isFunctionDeclaration(declared) ? [declared.getSourceFile()] : links.treesWith(name);
  const all = trees.flatMap((tree) => bodiesIn(tree, name));
  const implemented = all.filter((body) => implementsOne(body, named.parent));
  const bodies = implemented.length > 0 ? implemented : all;
  return bodies.length > BODIES ? [] : bodies;
}

/** Whether a class says that it implements the interface, or extends the class, that declares a function without a body. */
function implementsOne(body: ts.Node, declaring: ts.Node): boolean {
  const name =
    ts.isInterfaceDeclaration(declaring) || ts.isClassDeclaration(declaring)
      ? declaring.name?.text
      : undefined;
  const owner = ts.isPropertyDeclaration(body.parent) ? body.parent.parent : body.parent;
  if (name === undefined || !ts.isClassLike(owner)) return false;
  return (owner.heritageClauses ?? []).some(({ types }) =>
    types.some(({ expression }) => expression.getText() === name),
  );
}

function bodiesIn(tree: ts.SourceFile, name: string): readonly ts.SignatureDeclaration[] {
  const found: ts.SignatureDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    const isNamed =
      (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name?.getText() === name;
    if (isNamed && node.body) found.push(node);
    const value =
      (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && keyText(node.name) === name
        ? node.initializer
        : undefined;
    if (value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))) found.push(value);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
