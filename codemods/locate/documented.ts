import { ts } from '@ts-morph/common';
import { type Site, settled } from './site-kind.js';

/**
 * A name in a JSDoc comment, outside of its types, which are types like any other: `{@link User.userName}` speaks of a
 * member, `@property {string} userName` declares one.
 */
export function documentedSite(node: ts.Identifier): Site | undefined {
  let whole: ts.Node = node;
  while (ts.isQualifiedName(whole.parent) || ts.isJSDocMemberName(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  if (ts.isJSDocPropertyTag(parent) || ts.isJSDocParameterTag(parent)) {
    // `@param {string} options.userName` is a member of the parameter, which the comment declares.
    const isName = parent.name === whole;
    if (!isName) return undefined;
    return whole === node && ts.isJSDocParameterTag(parent)
      ? settled('unrelated', 'local-name')
      : settled('unrelated', 'own-declaration');
  }
  const isReference =
    ts.isJSDocLink(parent) ||
    ts.isJSDocLinkCode(parent) ||
    ts.isJSDocLinkPlain(parent) ||
    ts.isJSDocNameReference(parent);
  if (!isReference) return ts.isJSDoc(parent) || isTag(parent) ? settled('unrelated', 'comment') : undefined;
  const owner = node.parent;
  if (
    whole === node ||
    (!ts.isQualifiedName(owner) && !ts.isJSDocMemberName(owner)) ||
    owner.right !== node
  ) {
    return settled('unrelated', 'comment');
  }
  return { kind: 'link', of: node, owner: owner.left.getText().split(/[.#]/).at(-1)! };
}

/** The name of a tag, or what it is about: `@userName`, `@callback userName`. */
function isTag({ kind }: ts.Node): boolean {
  return kind >= ts.SyntaxKind.FirstJSDocTagNode && kind <= ts.SyntaxKind.LastJSDocTagNode;
}
