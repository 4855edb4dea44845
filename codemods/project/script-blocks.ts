/** A file of another language, taken apart: its script as TypeScript or JavaScript, and everything else. */
export interface Split {
  /** What the script is called for a checker: `Card.vue.ts`. */
  readonly ending: string;
  /** The script at its place, with blanks around it. */
  readonly script: string;
  /** The rest at its place, with blanks for the script. */
  readonly rest: string;
}

const SCRIPT = /(<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>)([\s\S]*?)<\/script\s*>/gi;
const FRONTMATTER = /^(\uFEFF?\s*---[^\S\n]*\r?\n)([\s\S]*?)^---[^\S\n]*\r?$/m;

/**
 * The script of a `.vue` or `.svelte` file, all of its blocks together, or the front matter of an `.astro` file. No
 * parser of these languages is needed for that: by HTML's own rule a script ends at the first `</script>`.
 *
 * @returns undefined where there is none, or blocks of two languages
 */
export function splitScript(file: string, text: string): Split | undefined {
  const spans = file.endsWith('.astro') ? frontMatter(text) : scriptBlocks(text);
  const [ending, ...others] = new Set(spans.map((span) => span.ending));
  if (ending === undefined || others.length > 0) return undefined;
  let script = '';
  let rest = '';
  let end = 0;
  for (const { start, length } of spans) {
    script += blank(text.slice(end, start)) + text.slice(start, start + length);
    rest += text.slice(end, start) + blank(text.slice(start, start + length));
    end = start + length;
  }
  return { ending, script: script + blank(text.slice(end)), rest: rest + text.slice(end) };
}

interface Span {
  readonly start: number;
  readonly length: number;
  readonly ending: string;
}

function scriptBlocks(text: string): readonly Span[] {
  const withoutComments = text.replace(/<!--[\s\S]*?-->/g, (comment) => blank(comment));
  return [...withoutComments.matchAll(SCRIPT)].flatMap((match) => {
    const [, opening, attributes, content] = match as unknown as [string, string, string, string];
    if (/\bsrc\s*=/.test(attributes) || /\btype\s*=\s*["']?(?!module|text\/javascript)/.test(attributes))
      return [];
    const language = /\blang\s*=\s*["']?(\w+)/.exec(attributes)?.[1] ?? 'js';
    const ending = { ts: '.ts', typescript: '.ts', tsx: '.tsx', js: '.js', jsx: '.jsx' }[language];
    return ending ? [{ start: match.index + opening.length, length: content.length, ending }] : [];
  });
}

function frontMatter(text: string): readonly Span[] {
  const match = FRONTMATTER.exec(text);
  if (match?.index !== 0) return [];
  return [{ start: match[1]!.length, length: match[2]!.length, ending: '.ts' }];
}

/** Line ends stay, so that lines and columns do; so does a byte order mark. */
function blank(text: string): string {
  return text.replace(/[^\r\n\uFEFF]/g, ' ');
}

/** The path of the file that a script was taken from; others are their own. */
export function hostPath(path: string): string {
  return path.replace(/\.(vue|svelte|astro)\.[jt]sx?$/, '.$1');
}
