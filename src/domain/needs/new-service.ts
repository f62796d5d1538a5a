/** What sounds like something that a clinic does not offer today: marked, so that people look at it. Nothing more. */

import { plainWords } from '../clinics/search-normalize.ts';

/** Beginnings of words; several in a row between spaces. Words for illnesses and symptoms are left to the emergency answer. */
const SIGNS =
  `laborator|rayos x|rayo x|x ray|x rays|xray|operating room|surgery|radiografia|radiologia|quirofano|sala de operacion|sala de cirugia|operaciones|cirugia|
  tomograf|mastograf|mamograf|resonancia|ultraso|ecograf|sonograma|anestesi|hemodialisis|dialisis|quimioterapia|
  incubadora|ventilador pulmonar|respirador|terapia intensiva|terapia fisica|fisioterapia|banco de sangre|
  hospitaliza|internar|cuartos para enfermos|sala de parto|sala de expulsion|tococirugia|maternidad|guarderia|
  cardiolog|pediatra|ginecolog|oftalmolog|dermatolog|traumatolog|neurolog|urolog|psicolog|psiquiatra|nutriolog|
  optometr|especialista|specialist|especialidad|odontolog|dentista|servicio dental|consultorio dental|consultorio nuevo|
  nuevo consultorio|otro consultorio|mas consultorios|servicio nuevo|nuevo servicio|
  servicio de urgencias|sala de urgencias|area de urgencias|ambulanc|helipuerto|telemedicina|segundo piso|ampliar la clinica|
  clinica mas grande|hospital`
    .split('|')
    .map((sign) => sign.trim().split(/\s+/));

/** "Rayos x", "un quirófano", "que haya ultrasonido". Accents and capitals do not matter. */
export function looksLikeNewService(text: string): boolean {
  const words = plainWords(text.replaceAll('-', ' '));
  return words.some((_, at) => SIGNS.some((sign) => sign.every((part, next) => begins(words[at + next], part))));
}

/** A short part is a whole word: "x", "de". */
function begins(word: string | undefined, part: string): boolean {
  return word !== undefined && (part.length <= 4 ? word === part : word.startsWith(part));
}
