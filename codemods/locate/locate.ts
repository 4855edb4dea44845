import { ts } from '@ts-morph/common';
import { advise } from '../advisors/advisors.js';
import type { Answer, Checker } from '../checker/checker.js';
import { nodeAt } from '../source.js';
import { prepareAdvised } from './advised.js';
import { transitionsOf } from './brand.js';
import { disguisedNames } from './disguised.js';
import { handedTo } from './elsewhere.js';
import { filledObject } from './filled.js';
import { type Flow, flowsOf, type Links } from './flow.js';
import { byDataFlow } from './followed.js';
import { type Inquirer, Inquiry } from './inquiry.js';
import {
  field,
  hiding,
  judgeEnds,
  judgeHeritage,
  judgeKey,
  judgeMember,
  judgeNamed,
  judgeOrigin,
  judgeString,
  judgeTypeMember,
  settled,
  type Verdict,
} from './judge.js';
import type { Located, Wanted } from './located.js';
import { spotOf } from './missed.js';
import { usesOfNamed } from './named.js';
import { isCalledMember, isNoRecord, type Origin, originOf } from './origins.js';
import { isParsed, isRawRow, isTypeOfRawRow } from './raw-rows.js';
import { prepareReplaced, withoutOwnShapes } from './replaced.js';
import { ignoredBy, searchNames } from './search.js';
import { siteOf } from './site.js';
import type { Shape, Site } from './site-kind.js';
import { uncheckedKeys } from './unchecked.js';

/** Every occurrence of the names in the sources, each with its verdict, in the order of the sources. */
export function locate(checker: Checker, wanted: Wanted): Located[] {
  const known = new Set(checker.files());
  const inquiry = new Inquiry(checker);
  const words = [...new Set(wanted.names.map(({ name }) => name))];
  const pending = wanted.sources.flatMap((source): Pending[] => {
    const ignored = ignoredBy(source.text);
    const hits = [...searchNames(source.text, words), ...disguisedNames(source.tree, words)];
    return hits.map(({ offset, name, length }) => {
      const place = {
        file: source.file,
        path: source.path,
        offset,
        name,
        ...(length !== undefined && { length }),
      };
      const directive = ignored(offset);
      if (directive) return { ...place, judge: () => settled('ignored', directive) };
      if (length !== undefined) return { ...place, judge: () => settled('needs-you', 'spelled-otherwise') };
      const transitions = transitionsOf(wanted.names, name);
      const site = siteOf(source, { offset, name }, (target) =>
        transitions.filter((transition) => wanted.targetOf(transition, name) === target),
      );
      const inquirer = inquiry.about(transitions);
      const isKnown = known.has(source.path);
      const token = isKnown ? nodeAt(source.tree, offset) : undefined;
      const models = wanted.names.flatMap((each) => (each.name === name ? [each.model] : []));
      const { schema, links } = wanted;
      const advice = token ? advise({ token, offset, name, models, schema, links }) : [];
      const judge = () =>
        site.kind === 'settled'
          ? () => settledAt(site)
          : isKnown
            ? prepareWithUses(inquirer, site, name, wanted)
            : () => settled('needs-you', 'not-in-a-program');
      return {
        ...place,
        token,
        ...(site.kind === 'member' && isKnown && { member: site }),
        judge: advice.reduce((otherwise, each) => prepareAdvised(inquirer, each, otherwise), judge()),
      };
    });
  });
  inquiry.send();
  const first = pending.map(({ judge, member, token: _, ...place }) => ({ place, member, verdict: judge() }));
  // Only what has no type is followed back.
  const second = new Inquiry(checker);
  const followed = first.map(({ place, member, verdict }) => ({
    ...place,
    judge:
      member && verdict.kind === 'settled' && verdict.reason === 'untyped-receiver'
        ? prepareUntyped(second.about(transitionsOf(wanted.names, place.name)), member, place.name, wanted)
        : () => verdict,
  }));
  second.send();
  const judged = followed.map(({ judge, ...place }, index) => {
    const verdict = judge();
    return { ...place, verdict: byOrigin(verdict, pending[index]!, wanted.links) ?? verdict };
  });
  const checked = uncheckedKeys(checker, withoutOwnShapes(checker, judged, wanted), wanted);
  return byDataFlow(checker, checked, wanted);
}

/** A place whose questions are put. */
interface Pending extends Omit<Located, 'verdict'> {
  readonly judge: () => Verdict;
  readonly token?: ts.Node | undefined;
  readonly member?: Extract<Site, { kind: 'member' }>;
}

/** What is said of a member of what SQL gives or a text says, and of its name in the type of rows; else undefined. */
function byOrigin(verdict: Verdict, { token, member }: Pending, links: Links): Verdict | undefined {
  if (verdict.kind !== 'field' || verdict.role !== 'result' || !token) return undefined;
  const isRaw = isTypeOfRawRow(token, links) || (member !== undefined && isRawRow(member.of, links));
  if (isRaw) return { ...settled('needs-you', 'raw-row'), transitions: [verdict.transition] };
  return member && isParsed(member.of, links) ? { ...verdict, isParsed: true } : undefined;
}

/** A member of a value without a type, by what the value is made of, and by where an object goes that gets it here. */
function prepareUntyped(
  inquiry: Inquirer,
  { of, path, shape }: Extract<Site, { kind: 'member' }>,
  name: string,
  { links, names, schema }: Pick<Wanted, 'links' | 'names' | 'schema'>,
): () => Verdict {
  if (isNoRecord(of, path)) return () => settled('unrelated', 'no-record');
  if (isCalledMember(of) && isColumn(name, { names, schema }))
    return () => settled('unrelated', 'called-member');
  const byOrigin = prepareOrigin(inquiry, originOf(of, path, links), shape);
  const filled = filledObject(of, path, links);
  const destinations = filled && askDestinations(inquiry, filled.destinations);
  return () => {
    const verdict = byOrigin();
    const isOpen = verdict.kind === 'settled' && verdict.class === 'needs-you';
    if (!isOpen || !destinations || filled.destinations.length === 0) return verdict;
    const asKey = judgeKey([], destinations(), shape);
    if (asKey.kind === 'field') return filled.isWritten || filled.isClosed ? asKey : verdict;
    return asKey.class === 'unrelated' && filled.isWritten && filled.isClosed ? asKey : verdict;
  };
}

/** Whether a name is that of columns alone: the relation of a fluent query is called, `user.posts()`, a column never is. */
function isColumn(name: string, { names, schema }: Pick<Wanted, 'names' | 'schema'>): boolean {
  return names
    .filter((each) => each.name === name)
    .every(({ model }) => /^(?:scalar|enum)$/.test(schema[model]?.fields[name]?.kind ?? ''));
}

function askDestinations(inquiry: Inquirer, flows: readonly Flow[]) {
  const asked = flows.map(({ uses, client, untyped, unchecked }) => ({
    untyped,
    unchecked,
    answers: inquiry.askAll(uses),
    client: client && inquiry.ask(client, 'type', []),
  }));
  return () =>
    asked.map(({ answers, client, untyped, unchecked }) => ({
      answers: answers(),
      client: client?.(),
      untyped,
      unchecked,
    }));
}

/** What a value is by what it is made of; a member of it is left to a person where that is not known of all of it. */
function prepareOrigin(inquiry: Inquirer, origin: Origin, shape: Shape): () => Verdict {
  const answers = askOrigin(inquiry, origin);
  return () => {
    const found = answers();
    return found ? judgeOrigin(found, shape) : settled('needs-you', 'untyped-receiver');
  };
}

function askOrigin(inquiry: Inquirer, { values, handed }: Origin): () => readonly Answer[] | undefined {
  const own = inquiry.askAll(values);
  const others = handed?.map((each) => askOrigin(inquiry, each));
  return () => {
    const typed = own().find(({ kind }) => kind !== 'any');
    if (typed) return typed.kind === 'typed' ? [typed] : undefined;
    const all = others?.map((each) => each());
    return all?.every((each) => each !== undefined) ? all.flat() : undefined;
  };
}

/** Puts the questions of a site; what it returns judges by their answers. */
function prepare(
  inquiry: Inquirer,
  site: Site,
  name: string,
  { links, targetOf, names }: Pick<Wanted, 'links' | 'targetOf' | 'names'>,
  /** Where the name is written, if the site is a use of it. */
  written?: ts.Node,
): () => Verdict {
  const transitions = transitionsOf(names, name);
  const targets = transitions.flatMap((transition) => {
    const target = targetOf(transition, name);
    return target === undefined ? [] : [{ transition, target }];
  });
  switch (site.kind) {
    case 'member': {
      const answer = inquiry.ask(site.of, 'type', site.path);
      return () => {
        const found = answer();
        // `Omit<T, 'userName'>` of a type that has no such member.
        if (site.hides && found.kind === 'missing') return settled('unrelated', 'hides-nothing');
        return hiding(judgeMember(found, site.shape), site.hides ? transitions : []);
      };
    }
    case 'symbol': {
      const answer = inquiry.ask(site.of, 'symbol', []);
      return () => judgeMember(answer(), 'name');
    }
    case 'link': {
      const answer = inquiry.ask(site.of, 'symbol', []);
      const isModel = names.some((each) => each.name === name && each.model === site.owner);
      // What does not resolve is no more than a comment, unless it is the model by its name.
      return () =>
        answer().kind === 'missing' && !isModel
          ? settled('unrelated', 'comment')
          : judgeMember(answer(), 'name');
    }
    case 'heritage': {
      const ask = (type: ts.Node) => inquiry.ask(type, 'type', [name]);
      const [types, subjects] = [site.types.map(ask), site.subjects.map(ask)];
      return () =>
        judgeHeritage(
          types.map((answer) => answer()),
          subjects.map((answer) => answer()),
        );
    }
    case 'type-member': {
      const answer = inquiry.ask(site.of, 'type', site.path);
      const hides = askHiding(inquiry, site.hiding, name, targets, written ?? site.literal);
      return () =>
        hiding(judgeTypeMember(answer(), site.path, site.otherwise), site.hides ? transitions : hides());
    }
    case 'type-argument': {
      const answer = inquiry.ask(site.of, 'type-argument', site.path, site.argument);
      return () => field(answer().brands, 'name') ?? settled('unrelated', 'own-declaration');
    }
    case 'key': {
      if (ts.isJsxAttributes(site.literal)) {
        const answer = inquiry.ask(site.literal, 'contextual', [name]);
        return () => judgeKey([answer()], [], site.shape);
      }
      const flows = flowsOf(site.literal, [name], links);
      const atLiteral = inquiry.askAll(flows.atLiteral);
      const destinations = askDestinations(inquiry, flows.destinations);
      const judged = () => judgeKey(atLiteral(), destinations(), site.shape);
      return prepareReplaced(inquiry, site, name, flows, judged);
    }
    case 'string': {
      const answer = inquiry.ask(site.literal, 'contextual', site.path ?? []);
      const { given } = site;
      const declared = given && inquiry.ask(given.to, 'parameter', given.path, given.argument);
      const hides = askHiding(inquiry, site.hiding, name, targets, written ?? site.literal);
      const goesElsewhere = askElsewhere(inquiry, site.literal, name);
      // Where the compiler gives up on a query, its declared type still says what is expected.
      const ends = flowsOf(site.literal, [], links).destinations.map(({ uses }) =>
        inquiry.askAll(uses.filter(({ from }) => from === 'parameter')),
      );
      return () => {
        const verdict = judgeString(answer(), name, declared?.().anyText);
        const isOpen = verdict.kind === 'settled' && verdict.class === 'needs-you';
        const expected =
          isOpen &&
          judgeEnds(
            ends.map((answers) => answers()),
            name,
          );
        if (expected) return hiding(expected, hides());
        if (isOpen && goesElsewhere()) return settled('unrelated', 'foreign-text', 'name');
        return hiding(verdict, hides());
      };
    }
    case 'placeholder': {
      const isOfNone = askBrandless(inquiry, site.beside, name);
      return () => (isOfNone() ? settled('unrelated', 'placeholder') : settled('needs-you', 'inside-string'));
    }
    case 'listed':
      return prepareListed(inquiry, site);
    case 'compared': {
      const answer = inquiry.ask(site.value, 'type', []);
      return () => judgeString(answer(), name);
    }
    case 'literal-type': {
      const hides = askHiding(inquiry, site.hiding, name, targets, written ?? site.node);
      return () => hiding(settled('needs-you', 'literal-type', 'name'), hides());
    }
    case 'settled':
      return () => settledAt(site);
  }
}

/** A longer text is a type's own where that lists it, and was not made for the text; then the compiler would miss it. */
function prepareListed(
  inquiry: Inquirer,
  { text, isOfWords }: Extract<Site, { kind: 'listed' }>,
): () => Verdict {
  const { parent } = text;
  const isMember = ts.isElementAccessExpression(parent) && parent.argumentExpression === text;
  const answer = inquiry.ask(text, isMember ? 'symbol' : 'contextual', []);
  const argument = ts.isCallExpression(parent) ? parent.arguments.indexOf(text) : -1;
  const declared = argument < 0 ? undefined : inquiry.ask(parent, 'parameter', [], argument);
  return () => {
    const { kind, literals } = answer();
    const isListed = isMember
      ? kind === 'typed'
      : literals?.includes(text.text) === true && !declared?.().anyText;
    if (isListed) return settled('unrelated', 'other-member', 'name');
    return isOfWords ? settled('unrelated', 'prose', 'name') : settled('needs-you', 'inside-string');
  };
}

/** Whether a string goes to code of others, which gets nothing of the model with it and gives text back. */
function askElsewhere(inquiry: Inquirer, literal: ts.Expression, name: string): () => boolean {
  const handed = handedTo(literal);
  if (!handed) return () => false;
  const { call, argument, beside, fields, attribute, translates } = handed;
  const isOfNone = askBrandless(inquiry, beside, name);
  if (translates) return isOfNone;
  if (fields) {
    const known = ['append', 'getAll'].map((method) => inquiry.ask(fields, 'type', [method]));
    return () => known.every((answer) => answer().kind === 'typed') && isOfNone();
  }
  if (attribute) {
    const declared = inquiry.ask(attribute.of, 'contextual', [attribute.name]);
    return () => DECLARES_HTML.test(declared().from ?? '') && isOfNone();
  }
  const parameter = call && inquiry.ask(call, 'parameter', [], argument);
  const text = call && inquiry.ask(call, 'type', ['charCodeAt']);
  return () => {
    const taken = parameter?.();
    if (taken && (taken.kind !== 'typed' || taken.own)) return false;
    if (text && text().kind !== 'typed') return false;
    return isOfNone();
  };
}

/** Whose declarations of attributes are those of HTML. */
const DECLARES_HTML = /^(?:react|preact|solid-js|lib)$/;

/** Whether values are known to hold nothing of the model by that name, themselves or in a list. */
function askBrandless(inquiry: Inquirer, values: readonly ts.Expression[], name: string): () => boolean {
  const asked = values.map((node) => ({
    whole: inquiry.ask(node, 'type', []),
    members: [inquiry.ask(node, 'type', [name]), inquiry.ask(node, 'type', ['[]', name])],
  }));
  return () =>
    asked.every(
      ({ whole, members }) =>
        whole().kind !== 'any' &&
        members.every((answer) => answer().kind !== 'any' && answer().brands.length === 0),
    );
}

/** A constant, or the alias of a literal type, is what all its uses are. */
function prepareWithUses(inquiry: Inquirer, site: Site, name: string, wanted: Wanted): () => Verdict {
  const alone = prepare(inquiry, site, name, wanted);
  const literal =
    site.kind === 'string' ? site.literal : site.kind === 'literal-type' ? literalOf(site.node) : undefined;
  const uses = (literal && usesOfNamed(literal, name, wanted.links)) ?? [];
  if (!literal || uses.length === 0) return alone;
  const judges = uses.map((use) => ({
    judge: prepare(inquiry, use, name, wanted, literal),
    spot: use.kind === 'string' ? spotOf(use.literal) : undefined,
  }));
  return () =>
    judgeNamed(
      judges.map(({ judge, spot }) => ({ verdict: judge(), spot })),
      alone(),
    );
}

function settledAt({ class: cls, reason, transitions }: Extract<Site, { kind: 'settled' }>): Verdict {
  return { ...settled(cls, reason), ...(transitions && { transitions }) };
}

/** Asks of which transitions what is made with a name has the target, unless that is hidden beside it, and not the name. */
function askHiding(
  inquiry: Inquirer,
  made: ts.Node | undefined,
  name: string,
  targets: readonly { readonly transition: number; readonly target: string }[],
  literal: ts.Node,
): () => readonly number[] {
  if (!made || targets.length === 0) return () => [];
  const beside = namesBeside(literal);
  const gone = inquiry.ask(made, 'type', [name]);
  const asked = targets.map(({ transition, target }) => ({
    transition,
    kept: beside.includes(target) ? undefined : inquiry.ask(made, 'type', [target]),
  }));
  return () => {
    if (gone().kind !== 'missing') return [];
    return asked.flatMap(({ transition, kept }) =>
      kept === undefined || kept().kind === 'typed' ? [transition] : [],
    );
  };
}

function literalOf(node: ts.Node): ts.Node | undefined {
  return ts.isLiteralTypeNode(node) ? node.literal : undefined;
}

/** The names in the same list of arguments or elements, or in the same union of literal types. */
function namesBeside({ parent }: ts.Node): readonly string[] {
  const list = ts.isCallExpression(parent)
    ? parent.arguments
    : ts.isArrayLiteralExpression(parent)
      ? parent.elements
      : ts.isUnionTypeNode(parent)
        ? parent.types.map((type) => literalOf(type) ?? type)
        : [];
  return list.flatMap((each) => (ts.isStringLiteralLike(each) ? each.text : []));
}
