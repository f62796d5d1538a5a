/** Finds the imports and texts of a TypeScript file without a parser: a small tokenizer that knows comments, strings and regular expressions. */

export interface FoundImport {
  /** As written; undefined for an import whose name is computed. */
  specifier: string | undefined;
  line: number;
}

const PATTERNS = {
  space: /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y,
  string: /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y,
  /** A template, or the piece of one up to the next `${`. */
  template: /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y,
  regex: /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y,
  word: /[\p{L}\p{N}$_#]+/uy,
  mark: /[\s\S]/y,
} as const;

type Kind = keyof typeof PATTERNS;

interface Token {
  kind: Kind;
  text: string;
  line: number;
}

/** After these words a slash begins a regular expression; after any other word it divides. */
const BEFORE_REGEX = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'void',
  'delete',
  'throw',
  'await',
  'yield',
]);

/** Every static, dynamic and type import, `export … from` and `require` of a source text, in order. */
export function scanImports(source: string): FoundImport[] {
  const tokens = tokenize(source);
  return tokens.flatMap(({ kind, text, line }, at): FoundImport[] => {
    if (kind !== 'word' || tokens[at - 1]?.text === '.') return [];
    const next = tokens[at + 1];
    if ((text === 'import' || text === 'from') && next?.kind === 'string')
      return [{ specifier: unquoted(next), line: next.line }];
    if ((text !== 'import' && text !== 'require') || next?.text !== '(') return [];
    const name = tokens[at + 2];
    const literal = name?.kind === 'string' && [')', ','].includes(tokens[at + 3]?.text ?? '');
    return [{ specifier: literal ? unquoted(name) : undefined, line }];
  });
}

/** The strings and templates of a source text; of a template with values what stands before the first one. */
export function literals(source: string): { text: string; whole: boolean }[] {
  return tokenize(source)
    .filter(({ kind, text }) => kind === 'string' || (kind === 'template' && text.startsWith('`')))
    .map(({ text }) =>
      text.endsWith('${') ? { text: text.slice(1, -2), whole: false } : { text: text.slice(1, -1), whole: true },
    );
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  /** One entry for each open brace: whether a template goes on after it. */
  const braces: boolean[] = [];
  let line = 1;
  for (let at = 0; at < source.length; ) {
    const kind = kindAt(source, at, tokens.at(-1), braces.at(-1) === true);
    const pattern = PATTERNS[kind];
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0] ?? source.slice(at);
    if (text.startsWith('}')) braces.pop();
    if (text === '{') braces.push(false);
    if (kind === 'template' && text.endsWith('${')) braces.push(true);
    if (kind !== 'space') tokens.push({ kind, text, line });
    line += text.split('\n').length - 1;
    at += text.length;
  }
  return tokens;
}

function kindAt(source: string, at: number, before: Token | undefined, inTemplate: boolean): Kind {
  const tried: Kind[] = ['space', 'string', 'word'];
  if (source[at] === '`' || (source[at] === '}' && inTemplate)) return 'template';
  if (mayBeginRegex(before)) tried.push('regex');
  return tried.find((kind) => fits(PATTERNS[kind], source, at)) ?? 'mark';
}

function mayBeginRegex(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return BEFORE_REGEX.has(before.text);
  return before.kind === 'mark' && ![')', ']', '}'].includes(before.text);
}

function fits(pattern: RegExp, source: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(source);
}

function unquoted({ text }: Token): string {
  return text.slice(1, -1);
}
