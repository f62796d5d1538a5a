/**
 * The time zone of a Mexican municipality: Ley de los Husos Horarios of 28 October 2022, and the change for Chihuahua of
 * 30 November 2022, in the names of the IANA database.
 */

/** By the state's two digits; all other states keep the time of Mexico City. */
const states: Readonly<Record<string, string>> = {
  '02': 'America/Tijuana',
  '03': 'America/Mazatlan',
  '04': 'America/Merida',
  '05': 'America/Monterrey',
  '08': 'America/Chihuahua',
  '10': 'America/Monterrey',
  '18': 'America/Mazatlan',
  '19': 'America/Monterrey',
  '23': 'America/Cancun',
  '25': 'America/Mazatlan',
  '26': 'America/Hermosillo',
  '28': 'America/Monterrey',
  '31': 'America/Merida',
};

/** Municipalities that differ from their state: those on the border change their clocks with the United States. */
const municipalities: readonly (readonly [state: string, zone: string, names: readonly string[]])[] = [
  ['18', 'America/Bahia_Banderas', ['Bahía de Banderas']],
  [
    '05',
    'America/Matamoros',
    [
      'Acuña',
      'Allende',
      'Guerrero',
      'Hidalgo',
      'Jiménez',
      'Morelos',
      'Nava',
      'Ocampo',
      'Piedras Negras',
      'Villa Unión',
      'Zaragoza',
    ],
  ],
  ['19', 'America/Matamoros', ['Anáhuac']],
  [
    '28',
    'America/Matamoros',
    [
      'Camargo',
      'Guerrero',
      'Gustavo Díaz Ordaz',
      'Matamoros',
      'Mier',
      'Miguel Alemán',
      'Nuevo Laredo',
      'Reynosa',
      'Río Bravo',
      'Valle Hermoso',
    ],
  ],
  ['08', 'America/Ciudad_Juarez', ['Ascensión', 'Guadalupe', 'Janos', 'Juárez', 'Praxedis G. Guerrero']],
  ['08', 'America/Ojinaga', ['Coyame del Sotol', 'Manuel Benavides', 'Ojinaga']],
];

const exceptions = new Map(
  municipalities.flatMap(([state, zone, names]) => names.map((name) => [`${state} ${fold(name)}`, zone] as const)),
);

/** `stateCode` is INEGI's two digits; the municipality's name may be in capitals and without accents. */
export function timeZoneOf(stateCode: string, municipality: string): string {
  return exceptions.get(`${stateCode} ${fold(municipality)}`) ?? states[stateCode] ?? 'America/Mexico_City';
}

/** The same for two spellings that differ in accents, capitals, spaces or punctuation only. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
