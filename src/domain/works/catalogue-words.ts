/** What in a sentence about a need says nothing about which one, and what is left of a word without its ending. */

const FILLERS: ReadonlySet<string> = new Set(
  `a al ante con de del desde donde el ella en entre es esa ese eso esta estan este esto estos falta faltan faltaba ha hace
  hacen haga hagan hay la las le les lo los mas me mi mis muy nada ni no nos nuestra nuestro nueva nuevas nuevo nuevos o otra
  otras otro otros para pero pide pido piden pone ponen poner pongan por que quiero queremos quieren se sea ser si sin
  sobre son su sus tambien tan tener tiene tienen toda todas todo todos un una unas uno unos urge urgen va van ya y yo
  necesita necesitan necesitamos necesito hacer compra compran comprar compren comprara cambia cambiar cambien arreglar
  arreglen arreglo arreglaran reparar reparen reparacion componer compongan mejorar instalar instalen
  clinica clinicas unidad centro salud consultorio consultorios area areas cuando cada porque favor bueno buena gusta
  gustaria quisiera quisieramos ojala ahi aqui alla casi mucho mucha muchos muchas poco bien mal malo mala viejo vieja
  viejos viejas roto rota rotos rotas descompuesto descompuesta descompuso sirve sirven funciona funcionan dos tres
  personas gente pacientes paciente señora senora señor senor doctor doctora medico medicos enfermera enfermeras`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

export function isFiller(word: string): boolean {
  return FILLERS.has(word);
}

/** Longest first; what stays has four sounds at least. */
const ENDINGS = [
  'aciones',
  'asiones',
  'amientos',
  'amiento',
  'adores',
  'adoras',
  'asion',
  'ados',
  'adas',
  'ando',
  'iendo',
  'ador',
  'adora',
  'adas',
  'ada',
  'ado',
  'ara',
  'are',
  'ear',
  'ean',
  'ea',
  'ar',
  'an',
  'as',
  'os',
  'es',
  'en',
  'er',
  'ir',
  'ito',
  'ita',
  'itos',
  'itas',
  'illo',
  'illa',
  's',
  'a',
  'o',
  'e',
].sort((a, b) => b.length - a.length);
const LEAST_LEFT = 4;

/** For comparing alone: "pintar", "pintura" stay apart, "goteras" and "gotera" do not. */
export function stemOf(word: string): string {
  const ending = ENDINGS.find((each) => word.endsWith(each) && word.length - each.length >= LEAST_LEFT);
  return ending === undefined ? word : word.slice(0, -ending.length);
}
