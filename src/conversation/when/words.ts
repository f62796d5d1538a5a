/** The words of dates and hours, Spanish and English together: none of one means something else in the other. */

import { distance } from 'fastest-levenshtein';

const weekdays: readonly string[] = [
  'lunes lun monday mon',
  'martes mar tuesday tue',
  'miercoles mie mier wednesday wed',
  'jueves jue thursday thu',
  'viernes vie vier friday fri',
  'sabado sab saturday sat',
  'domingo dom sunday sun',
];
const months: readonly string[] = [
  'enero ene january jan',
  'febrero feb february febr',
  'marzo mar march',
  'abril abr april apr',
  'mayo may',
  'junio jun june',
  'julio jul july',
  'agosto ago august aug agto',
  'septiembre sep setiembre sept september',
  'octubre oct october',
  'noviembre nov november',
  'diciembre dic december dec',
];
const units =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta';
const english = 'zero one two three four five six seven eight nine ten eleven twelve';
const tens: readonly string[] = ['cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa', 'cien'];

/** As they sound. */
const slips =
  'sinco=5 cinko=5 ceis=6 ciete=7 siette=7 hocho=8 nuebe=9 dies=10 onse=11 honce=11 dose=12 trese=13 catorse=14 kince=15 quinse=15 beinte=20 veintisinco=25 trenta=30';

const numbers = new Map<string, number>([
  ...units.split(' ').map((word, value): [string, number] => [word, value]),
  ...english.split(' ').map((word, value): [string, number] => [word, value]),
  ...tens.map((word, at): [string, number] => [word, 40 + 10 * at]),
  ...slips.split(' ').map((slip): [string, number] => [slip.split('=')[0] ?? '', Number(slip.split('=')[1])]),
  ['un', 1],
  ['una', 1],
  ['veintiun', 21],
  ['primero', 1],
  ['doscientos', 200],
]);
/** Words that a slip would make of a month or a weekday, and that are words themselves. */
const ordinary = new Set([
  'junto',
  'juntos',
  'juntas',
  'mayor',
  'mayores',
  'julia',
  'partes',
  'abrir',
  'abran',
  'sobado',
]);

/** The number that a word means, up to 200. */
export function numberOf(word: string): number | undefined {
  return numbers.get(word);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(word: string): number | undefined {
  return find(weekdays, word);
}

/** 1-12. */
export function monthOf(word: string): number | undefined {
  return find(months, word);
}

function find(names: readonly string[], word: string): number | undefined {
  const exact = names.findIndex((name) => name.split(' ').includes(word));
  if (exact >= 0) return exact + 1;
  if (word.length < 5 || ordinary.has(word)) return undefined;
  const slips = word.length < 7 ? 1 : 2;
  const near = names.findIndex((name) =>
    name.split(' ').some((each) => each.length >= 5 && distance(each, word) <= slips),
  );
  return near < 0 ? undefined : near + 1;
}
