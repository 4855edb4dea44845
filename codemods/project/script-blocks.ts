/** A file of another language, taken apart: its scripts as TypeScript or JavaScript, and everything else. */
export interface Split {
  /** At least one; each stands by itself. */
  readonly scripts: readonly Script[];
  /** The rest at its place, with blanks for the scripts. */
  readonly rest: string;
}

export interface Script {
  /** What it is called for a checker, after the file: `Card.vue.ts`, `page.astro.1.js`. */
  readonly ending: string;
  /** The script at its place, with blanks around it. */
  readonly text: string;
}

const SCRIPT = /(<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>)([\s\S]*?)<\/script\s*>/gi;
const FRONTMATTER = /^(\uFEFF?\s*---[^\S\n]*\r?\n)([\s\S]*?)^---[^\S\n]*\r?$/m;

/**
 * All blocks of a `.vue` or `.svelte` file together are one script. Of an `.astro` file the front matter is one, which runs
 * on the server, and each block another, which the browser gets. No parser of these languages is needed for that: by HTML's
 * own rule a script ends at the first `</script>`.
 *
 * @returns undefined where there is none, or blocks of two languages that are one script
 */
export function splitScripts(file: string, text: string): Split | undefined {
  const groups = file.endsWith('.astro')
    ? [...frontMatter(text), ...clientScripts(text)].map((span) => [span])
    : [scriptBlocks(text, languageOf)];
  const scripts = groups.flatMap((spans, index) => {
    const [language, ...others] = new Set(spans.map((span) => span.language));
    if (language === undefined || others.length > 0) return [];
    return [{ ending: `${index > 0 ? `.${index}` : ''}.${language}`, text: only(text, spans) }];
  });
  return scripts.length > 0 ? { scripts, rest: without(text, groups.flat()) } : undefined;
}

interface Span {
  readonly start: number;
  readonly length: number;
  readonly language: string;
  /** A module whatever it imports, so that its names are its own. */
  readonly isModule?: true;
}

/** By the attributes of a block; undefined where it is no script that can be read. */
type Language = (attributes: string) => string | undefined;

function scriptBlocks(text: string, languageOf: Language): readonly Span[] {
  const withoutComments = text.replace(/<!--[\s\S]*?-->/g, blank);
  return [...withoutComments.matchAll(SCRIPT)].flatMap((match) => {
    const [, opening, attributes, content] = match as unknown as [string, string, string, string];
    if (/\bsrc\s*=/.test(attributes) || /\btype\s*=\s*["']?(?!module|text\/javascript)/.test(attributes))
      return [];
    const language = languageOf(attributes);
    return language ? [{ start: match.index + opening.length, length: content.length, language }] : [];
  });
}

const languageOf: Language = (attributes) => {
  const named = /\blang\s*=\s*["']?(\w+)/.exec(attributes)?.[1] ?? 'js';
  return { ts: 'ts', typescript: 'ts', tsx: 'tsx', js: 'js', jsx: 'jsx' }[named];
};

/** Astro compiles a block as TypeScript, unless it has to leave it as it is. */
function clientScripts(text: string): readonly Span[] {
  const end = frontMatter(text).map(({ start, length }) => start + length)[0] ?? 0;
  const template = text.slice(end).replace(/\{\s*\/\*[\s\S]*?\*\/\s*\}/g, blank);
  const language: Language = (attributes) =>
    /\b(?:is:inline|define:vars|type)\b/.test(attributes) ? 'js' : 'ts';
  return scriptBlocks(blank(text.slice(0, end)) + template, language).map((span) => ({
    ...span,
    isModule: true,
  }));
}

function frontMatter(text: string): readonly Span[] {
  const match = FRONTMATTER.exec(text);
  if (match?.index !== 0) return [];
  return [{ start: match[1]!.length, length: match[2]!.length, language: 'ts' }];
}

function only(text: string, spans: readonly Span[]): string {
  let found = '';
  for (const { start, length, isModule } of spans) {
    found += blank(text.slice(found.length, start)) + text.slice(start, start + length);
    // As long as `</script>`, which stands there.
    if (isModule) found += 'export{};';
  }
  return found + blank(text.slice(found.length));
}

function without(text: string, spans: readonly Span[]): string {
  let rest = '';
  for (const { start, length } of spans) {
    rest += text.slice(rest.length, start) + blank(text.slice(start, start + length));
  }
  return rest + text.slice(rest.length);
}

/** Line ends stay, so that lines and columns do; so does a byte order mark. */
function blank(text: string): string {
  return text.replace(/[^\r\n\uFEFF]/g, ' ');
}

/** The path of the file that a script was taken from; others are their own. */
export function hostPath(path: string): string {
  return path.replace(/\.(vue|svelte|astro)(?:\.\d+)?\.[jt]sx?$/, '.$1');
}
