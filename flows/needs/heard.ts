/** What a text is instead of something that is lacking: a mere wish to ask, numbers of a ballot, a question. */

/** Words without accents, in small letters. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const ASKING = setOf(
  `proponer propongo proponemos propone propuesta propuestas peticion peticiones pedir pido pedimos solicitar solicitud
  sugerir sugiero sugerencia idea necesidad necesidades algo propose suggest suggestion proposal request petition something
  need idea`,
);
const AROUND = setOf(
  `quiero quisiera queria queremos quisieramos me nos gustaria puedo podria podemos puede como le hago hace hacer haria se
  donde para a un una la el lo mi de del en esta su que si yo tengo tenemos hay otra otro otras mas nueva nuevo cosa
  alguna mejora clinica anotar registrar apuntar agregar mandar poner hola oiga buenas favor por tambien
  i we want to would like how do can could may make for the an my our clinic another other new else have is there please
  also hello where`,
);
const NUMBERS = setOf(
  `uno una dos tres cuatro cinco seis siete ocho nueve diez y e o el la los las numero numeros num opcion opciones one two
  three four five six seven eight nine ten and or the number numbers option options`,
);

/** "Quisiera proponer algo para la clínica", "otra necesidad": not yet what. */
export function isOnlyWish(text: string): boolean {
  const words = wordsOf(text);
  return words.some((word) => ASKING.has(word)) && words.every((word) => ASKING.has(word) || AROUND.has(word));
}

/** "1 y 3", "la 2": as somebody answers who believes to be voting. */
export function isNumbers(text: string): boolean {
  const words = wordsOf(text);
  return words.length > 0 && words.every((word) => /^\d+$/.test(word) || NUMBERS.has(word));
}

/** "¿Quién cuenta los votos?"; "donde se forma la gente" and "cuando llueve" are none. */
export function isQuestion(text: string): boolean {
  return (
    /[¿?]/.test(text) ||
    /^(como (se (hizo|hace|hacen|vota|puede|sabe|decide|cuenta|llama)|le hago|hago|puedo|funciona)|quien(es)?|cuanto|cuanta|cuantos|cuantas|cual|cuales|que (es|son|significa|sigue)|how|who|why|what|which)( |$)/.test(
      wordsOf(text).join(' '),
    )
  );
}

/** "En el pasillo", "desde hace un año": more of what was asked for, whatever else it names. */
export function isPlaceOrTime(text: string): boolean {
  return /(^| )(en|donde|junto|atras|detras|enfrente|afuera|adentro|arriba|abajo|entre|cuando|desde|hasta|porque|del|hace (un|una|dos|tres|mucho|tiempo|\d+)|in|at|near|behind|outside|when|since|because)( |$)/.test(
    wordsOf(text).join(' '),
  );
}

/** "Quiero apoyar lo de la camilla", "también faltan sillas"; not "quiero que la pongan aquí". */
export function isWish(text: string): boolean {
  return /^((yo|y|pues|tambien|ademas) )*(quiero|quisiera|queremos|quisieramos|necesitamos|ocupamos|apoyo|propongo|proponemos|pido|pedimos|me sumo|hacen? falta|faltan?|tambien|otra cosa|ademas|i want|i support|we need|we want|also|i propose)(?! que (lo|la|los|las|sea|este|quede))( |$)/.test(
    wordsOf(text).join(' '),
  );
}
