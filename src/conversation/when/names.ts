/** Numbers and dates that are names: "calle 20 de noviembre 45", "escuela 5 de mayo", "km 20". */

import type { Phrase } from './phrase.ts';

const STREET =
  '(?:calle|calles|av|avenida|ave|col|colonia|boulevard|blvd|barrio|andador|fraccionamiento|fracc|privada|calzada|esquina con|esq con|ejido|mercado)';
const NAMED =
  '(?:plaza|plazuela|parque|escuela|primaria|secundaria|kinder|jardin|auditorio|salon|deportivo|unidad|cancha|clinica|casa|centro|umf|(?:en|por|de) la)';
/** The days after which things are named. */
const FAMOUS =
  '(?:20 de M11|5 de M5|1[56] de M9|13 de M9|1 de M5|10 de M5|15 de M5|5 de M2|24 de M2|18 de M3|21 de M3|12 de M10|12 de M12|2 de M10)';
const OF = '(?: (?:de|del|la|el))?';
const NUMBER =
  '(?:(?: ,)?(?: (?:numero|num|no|n))? \\d{1,5}(?! (?:[:/-]|de|del|am|pm|a m|p m|hrs?|hs|horas?|M\\d+|\\d)(?= |$)))?';

const names: readonly RegExp[] = [
  new RegExp(`(?<=(?:^| )${STREET}${OF} )\\d{1,2} (?:de )?M\\d+${NUMBER}`),
  new RegExp(`(?<=(?:^| )${NAMED}(?: (?!de |_)[a-z]+)?${OF} )${FAMOUS}${NUMBER}`),
  /(?<=(?:^| )(?:calle|numero|num|km|kilometro|lote|manzana|mz|lt|aula|sector|seccion|ruta|umf|cmf|zona|interior|int)(?: º)? )\d{1,5}(?! (?:de M|[/:]|am |pm ))/,
];

/** Hides them, so that they are read as no day and no hour. */
export function hideNames(phrase: Phrase): void {
  for (const name of names) while (phrase.hide(name));
}
