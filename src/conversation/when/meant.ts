/** Which of several days or hours in a sentence was meant: "ya no el 20, mejor el 27". */

/** What mentions are of: days, hours, parts of the day. */
export type Kind = 'd' | 'h' | 'p';

const FILLER =
  '(?:se|me|nos|puedo|puede|pueden|podemos|podre|podremos|podra|va|vamos|a|poder|ser|sera|es|seria|hacer|hace|hara|habra|hay|quiero|queremos|el|la|las|los|al|del|de|en|por|para|dia|asamblea|junta|reunion|ya|este|proximo|asi|_)';
const CANNOT = /^(?: ya)? no (?:se )?(?:puedo|podemos|puede|pueden|podre|podremos|va|sera|habra|hay)(?= |$)/;
/** What comes after it stands in place of what came before. */
const INSTEAD =
  /(?:^| )(?:sino(?! (?:se|puede|pueden|hay|nos|llueve|viene|vienen|alcanza|llega)(?= |$))|mejor|digo|perdon|corrijo|mas bien|rather|instead)(?= )/;
/** The same, after a "no". */
const BECOMES =
  /(?:^| )(?:es|sera|seria|va a ser|que sea|queda|quedo|quedaria|pasa|pasela|haganla|hagala|pongala|cambiela|ahora)(?= )/;
const CHANGE =
  /(?:^| )(?:cambi|muev|mov|recorr|adelant|atras|pospon|pospus|aplaz|pas(?:ar|e|a|en|emos)(?:la|lo)?(?= ))[a-z]*/;
const TOWARDS = /(?:^| )(?:a|al|para|por|hasta)(?: (?:el|la|las|dia|este|proximo))* $/;

/** A sentence in which somebody wants something changed "de… a…". */
export function isChange(line: string): boolean {
  return CHANGE.test(line);
}

/** Signs struck out together count as one. */
export function collapse(line: string): string {
  return line.replaceAll(/(_[dhp]\d+)(?: _(?= |$))+/g, '$1');
}

/** The labels of a kind that are not taken back in the sentence, in their order. */
export function meantOf(kind: Kind, whole: string): { labels: string[]; denied: boolean } {
  const line = collapse(whole);
  const all = labelsIn(kind, line);
  const direct = all.filter((label) => isDenied(line, label));
  let left = all.filter((label) => !direct.includes(label) && !isDeniedWithOther(line, label));
  const denied = left.length === 0 && direct.length > 0;
  left = lastAfter(left, line, INSTEAD);
  if (/(?:^| )no /.test(line)) left = lastAfter(left, line, BECOMES, /(?:^| )no /.exec(line)?.index ?? 0);
  if (CHANGE.test(line)) left = changed(kind, left, line);
  return { labels: left, denied };
}

function labelsIn(kind: Kind, line: string): string[] {
  return line.match(new RegExp(`(?<=^| )_${kind}\\d+(?= |$)`, 'g'))?.map((label) => label.slice(1)) ?? [];
}

/** "no puedo el 20", "el 20 no se puede", and "el 20 no" where another follows. */
function isDenied(line: string, label: string): boolean {
  const instead = new RegExp(`(?:^| )(?:en|a) (?:vez|ves|lugar|cambio) (?:${FILLER} )*_${label}(?= |$)`);
  if (instead.test(line)) return true;
  const before = new RegExp(`(?<!si )(?<=^| )no (?:${FILLER} ){0,7}_${label}(?= |$)`);
  if (before.test(line)) return true;
  const after = line.slice(line.indexOf(`_${label}`) + label.length + 1).replace(/^ _[dhp]\d+/, '');
  return CANNOT.test(after) || new RegExp(`^ no(?= .*_${label.charAt(0)}\\d|$)|^ , no(?: ,|$)`).test(after);
}

/** "ya no será el sábado 20 a las 10, será…": what was said along with a day that is taken back. */
function isDeniedWithOther(line: string, label: string): boolean {
  return new RegExp(
    `(?<!si )(?<=^| )no (?:${FILLER} ){0,7}(?:_[dhp]\\d+ (?:${FILLER} )*){1,2}_${label} .*_[dhp]\\d`,
  ).test(line);
}

/** Those after the last sign that something else is meant, if there are any. */
function lastAfter(labels: string[], line: string, sign: RegExp, from = 0): string[] {
  const places = [...line.matchAll(new RegExp(sign.source, 'g'))].map(({ index }) => index).filter((at) => at >= from);
  for (const place of places.toReversed()) {
    const after = labels.filter((label) => line.indexOf(`_${label}`) > place);
    if (after.length > 0) return after;
  }
  return labels;
}

function changed(kind: Kind, labels: string[], line: string): string[] {
  const [first, second, third] = labels;
  const start = CHANGE.exec(line)?.index ?? 0;
  if (first === undefined || third !== undefined || line.indexOf(`_${first}`) < start) return labels;
  if (second !== undefined) {
    if (kind === 'h') return [second];
    const between = line.slice(line.indexOf(`_${first}`) + first.length + 1, line.indexOf(`_${second}`));
    return TOWARDS.test(between) ? [second] : labels;
  }
  // "pasarla del 20 a las 10 al 27": the hour is of what was.
  return kind === 'h' && new RegExp(`_d\\d+ _${first} (?:a|al|para|por) (?:el )?_d`).test(line) ? [] : labels;
}
