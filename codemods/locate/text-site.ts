import { ts } from '@ts-morph/common';
import { calledPath, keyText, type Source } from '../source.js';
import { givenBeside } from './elsewhere.js';
import type { TextHit } from './search.js';
import { type Site, settled } from './site-kind.js';

/** A name inside a longer text: only a path, a list of names or SQL could mean a field. */
export function textSite(node: ts.Node, { text }: Source, { offset, name }: TextHit): Site {
  if (isSql(node)) return settled('needs-you', 'raw-sql');
  if (isSnapshot(node)) return settled('needs-you', 'snapshot');
  if (isModuleName(node)) return settled('unrelated', 'module-name');
  const before = text.slice(offset - 2, offset);
  const after = text.slice(offset + name.length, offset + name.length + 3);
  // `data-name`, `--name`, `${id}-name`, `name-[2px]`, `name-(--gap)`
  if (/[\p{L}\p{N}_}-]-$/u.test(before) || /^-(?:[\p{L}\p{N}_[]|\(--)/u.test(after)) {
    return settled('unrelated', 'part-of-word');
  }
  if (isUrlPart(text, offset, name.length)) return settled('unrelated', 'url-part');
  if (isSelector(text, offset, name.length)) return settled('unrelated', 'selector');
  const whole = wholeText(node);
  const said = contentOf(whole);
  if (said.isGraphql) return settled('unrelated', 'foreign-text');
  // `test.each(users)('greets $user.name', …)`
  const isTitle = isTitleOfTest(whole) && !/\$[\w.]+\.$/.test(text.slice(0, offset));
  const isSaid =
    (said.isProse && isWord(text, offset, name.length)) || (said.isMessage && !/\{\s?$/.test(before));
  if (isSaid || isTitle || isDescription(whole)) return settled('unrelated', 'prose');
  const beside = isPlaceholder(text, offset, name.length)
    ? givenBeside(whole, name)
    : labelled(node, whole, { offset, name });
  if (beside) return { kind: 'placeholder', beside };
  if (!ts.isStringLiteralLike(node)) return settled('needs-you', 'inside-string');
  const { parent } = node;
  const isDeclared = (ts.isTypeElement(parent) || ts.isClassElement(parent)) && parent.name === node;
  if (isDeclared) return settled('unrelated', 'own-declaration');
  // A key is read as a whole, and what makes one of the names of members leaves no spaces beside them.
  const isOfWords = ts.isElementAccessExpression(parent) && (/\s$/.test(before) || /^\s/.test(after));
  return { kind: 'listed', text: node, ...(isOfWords && { isOfWords }) };
}

/** What a whole text is, whichever name in it is asked about. */
interface Content {
  readonly isGraphql: boolean;
  readonly isProse: boolean;
  readonly isMessage: boolean;
  readonly isStatement: boolean;
  readonly hasWords: boolean;
}

// A text of megabytes may hold a name thousands of times: read again for each, the time would grow with the square.
const contents = new WeakMap<ts.Node, Content>();

function contentOf(whole: ts.Node): Content {
  const known = contents.get(whole);
  if (known) return known;
  const text = whole.getText();
  const words = text.slice(1, -1);
  const prose = isProse(words);
  const content = {
    isGraphql: isGraphqlOperation(words),
    isProse: prose,
    isMessage: MESSAGE.test(words),
    isStatement: STATEMENT.test(text) && !prose,
    hasWords: /\p{L}\s+\p{L}/u.test(text.replace(/\$\{[^}]*(?:\}|$)/g, '')),
  };
  contents.set(whole, content);
  return content;
}

/** A name inside a regular expression: one of words for people is about what they read. */
export function patternSite(node: ts.RegularExpressionLiteral, { offset, name }: TextHit): Site {
  const end = node.text.lastIndexOf('/');
  const at = offset - node.getStart();
  // Names are never looked for whatever their case; words of people are.
  const ignoresCase = node.text.slice(end).includes('i');
  const [before, after] = [node.text.slice(1, at), node.text.slice(at + name.length, end)].map(spoken);
  const isSaid = isWordBetween(before!, after || ' ') && isProse(`${before}${name}${after}`);
  return ignoresCase || isSaid ? settled('unrelated', 'prose') : settled('needs-you', 'inside-string');
}

/** What a part of a pattern says as it stands, without its anchors; a brace stands for what is not to be read as text. */
function spoken(pattern: string): string {
  return pattern
    .replace(/^\^|(?<!\\)\$$/g, '')
    .replace(/\\([^\p{L}\p{N}])|[\\.*+?|()[\]{}^$]/gu, (_, literal?: string) => literal ?? '{');
}

/** A template with all its parts, for any of them. */
function wholeText(node: ts.Node): ts.Node {
  if (ts.isTemplateExpression(node.parent)) return node.parent;
  return ts.isTemplateSpan(node.parent) ? node.parent.parent : node;
}

function isWord(text: string, offset: number, length: number): boolean {
  const after = text.slice(offset + length, offset + length + 2);
  return isWordBetween(text.slice(offset - 1, offset), after);
}

function isWordBetween(before: string, after: string): boolean {
  return /(?:^|[\s"'(`])$/.test(before) && /^(?:[\s"'`]|[.,!?;:)…](?:[\s"'`.]|$))/.test(after);
}

/** `{name}`, `{{ name }}`, as messages have them. */
function isPlaceholder(text: string, offset: number, length: number): boolean {
  const before = text.slice(Math.max(0, offset - 3), offset);
  return /(?<!\$)\{\s?$/.test(before) && /^\s?\}/.test(text.slice(offset + length, offset + length + 2));
}

/**
 * What has the member that a label of its name says: `g` of `status=${g.status} kind=${g.kind}`. A condition of SQL looks
 * alike, but has words between.
 */
function labelled(
  node: ts.Node,
  whole: ts.Node,
  { offset, name }: TextHit,
): readonly ts.Expression[] | undefined {
  if (!ts.isTemplateHead(node) && !ts.isTemplateMiddle(node)) return undefined;
  const text = node.getSourceFile().text.slice(node.getStart(), node.end);
  const at = offset - node.getStart();
  if (!/[\s`}([|]$/.test(text.slice(0, at)) || !/^(?:=|:\s)\$\{$/.test(text.slice(at + name.length)))
    return undefined;
  if (CONDITION.test(whole.getText())) return undefined;
  if (!ts.isTemplateExpression(whole)) return undefined;
  const spans = whole.templateSpans;
  const next = spans[spans.findIndex(({ literal }) => literal === node) + 1]?.expression;
  return next && ts.isPropertyAccessExpression(next) && next.name.text === name
    ? [next.expression]
    : undefined;
}

const CONDITION = /(?:^|[\s`(])(?:and|or|not|where|on|set|having|values|when)(?=[\s`(])/i;

/** `test('shows the name', …)`, also `test.each(…)('…')`, `test.describe('…')`. */
function isTitleOfTest(text: ts.Node): boolean {
  const { parent } = text;
  if (!ts.isCallExpression(parent) || parent.arguments.length < 2 || parent.arguments[0] !== text)
    return false;
  let here: ts.Node = parent.expression;
  while (ts.isPropertyAccessExpression(here) || ts.isCallExpression(here)) here = here.expression;
  return ts.isIdentifier(here) && /^(?:describe|context|suite|it|test|specify|bench)$/.test(here.text);
}

/** `@Field({ description: 'the new role' })`, `message="no name"`, `new Error('no name')`: more than one word for people. */
function isDescription(text: ts.Node): boolean {
  const { parent } = text;
  const { hasWords } = contentOf(text);
  if (ts.isNewExpression(parent)) return hasWords && /(?:Error|Exception)$/.test(parent.expression.getText());
  const key =
    ts.isPropertyAssignment(parent) && parent.initializer === text
      ? keyText(parent.name)
      : ts.isJsxAttribute(parent)
        ? parent.name.getText()
        : undefined;
  return (
    key !== undefined &&
    /^(?:description|message|summary|hint|tooltip|deprecationReason|helper_?text)$/i.test(key) &&
    hasWords
  );
}

/** `expect(user).toMatchInlineSnapshot(`…`)` */
function isSnapshot({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /InlineSnapshot$/.test(parent.expression.getText());
}

function isModuleName({ parent }: ts.Node): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require';
}

/** `query { users { name } }`: names of the schema that answers it, which has its own. */
function isGraphqlOperation(text: string): boolean {
  const isSelection =
    /^\s*(?:(?:query|mutation|subscription|fragment)\b[^{]*)?\{[\s\w.,:()!$@[\]{}]*\}\s*$/.test(text);
  return (
    isSelection &&
    /\w\s*(?:\([^()]*\)\s*)?\{/.test(text) &&
    !/,\s*(?:plural|select|selectordinal)\s*,/.test(text)
  );
}

/**
 * A segment of a path, also one that stands for a value (`/:id`, `/$id`, `/[id]`) or begins it (`users/created`), or the
 * name of a parameter.
 */
function isUrlPart(text: string, offset: number, length: number): boolean {
  const before = text.slice(Math.max(0, offset - 5), offset);
  if (/\b\w+:\/\/[^\s"'`]*$/.test(text.slice(Math.max(0, offset - 200), offset))) return true;
  if (/\/(?:[:$]|\[(?:\.\.\.)?)?$/.test(before)) return true;
  if (/["'`]$/.test(before) && /^\/[\w$:[*]/.test(text.slice(offset + length))) return true;
  return /[?&]$/.test(before) && text[offset + length] === '=';
}

/** `[name="value"]`, either side. */
function isSelector(text: string, offset: number, length: number): boolean {
  const before = text.slice(Math.max(0, offset - 4), offset);
  const after = text.slice(offset + length, offset + length + 3);
  if (/\[$/.test(before) && /^[~|^$*]?=["'\w]/.test(after)) return true;
  return /=(["'])$/.test(before) && /^["']\]/.test(after);
}

/**
 * A sentence, as people read it, also with marks like `<b>…</b>`; column lists, class names and paths are none, and SQL
 * must not pass as one.
 */
function isProse(text: string): boolean {
  const said = text.replace(/\$\{[^}]*(?:\}|$)/g, 'x').replace(/<\/?\w+ ?\/?>/g, '');
  if (!/\s/.test(text.trim()) || /[<>={}[\]]/.test(said)) return false;
  const sql =
    /\b(?:select\b.*\bfrom|insert\s+into|update\b.*\bset|delete\s+from|(?:order|group)\s+by|where\s+\S+\s+(?:is\s+(?:not\s+)?null|(?:not\s+)?(?:in|like|ilike|between))|asc|desc)\b/is;
  const isSentence = /^\P{L}*\p{Lu}/u.test(text) || /[.!?…:]\s*$/.test(text) || GRAMMAR.test(text);
  return isSentence && (!sql.test(text) || isSpoken(text));
}

/** `Select the name from the list`: what no SQL has outside of its comments. */
function isSpoken(text: string): boolean {
  return /\s(?:the|your|this|that)\s/.test(text) && !/--|\/\*/.test(text);
}

/** A message with forms of its own for numbers: https://unicode-org.github.io/icu/userguide/format_parse/messages/ */
const MESSAGE = /\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,/;

/** Words that no list of names and no SQL has between its names. */
const GRAMMAR = /(?:^|\s)(?:the|an?|your|this|that|of|are|has|have|should|must|can|cannot|could|to|if)\s/;

/** A whole statement, by its own words, also where what stands before them is put in. */
const STATEMENT =
  /^["'`]\s*(?:(?:--[^\n]*\n|\$\{[^}]*\})\s*)*(?:select\b.*\bfrom\b|insert\s+into\b|update\b.*\bset\b|delete\s+from\b|with\s+(?:recursive\s+)?["\w]+(?:\s*\([^)]*\))?\s+as\s+(?:not\s+materialized\s+)?\()/is;

/** Text that is handed to one of Prisma's raw queries, to `Prisma.sql` and its kin, or that is a statement of SQL itself. */
export function isSql(node: ts.Node): boolean {
  if (contentOf(wholeText(node)).isStatement) return true;
  // What a function does that is handed to `procedure.query(…)` is no query itself.
  for (
    let here = node.parent;
    here && !ts.isStatement(here) && !ts.isFunctionLike(here);
    here = here.parent
  ) {
    const called = ts.isTaggedTemplateExpression(here)
      ? here.tag
      : ts.isCallExpression(here)
        ? here.expression
        : undefined;
    if (called) {
      const text = calledPath(called as ts.Expression);
      if (/(\$queryRaw|\$executeRaw|\bsql\b|\bPrisma\.(raw|join)\b|\.(query|execute)\b)/i.test(text))
        return true;
    }
  }
  return false;
}
