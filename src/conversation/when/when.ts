/** What a sentence says of an assembly: day, hour, place, what for, for how many. "sábado 20 de febrero a las 11 en el patio". */

import { Temporal } from 'temporal-polyfill';
import type { DayRead } from './day.ts';
import { meantDay, takeDays } from './day-mentions.ts';
import { type HourRead, meantHour, takeOtherHours, takeSureHours } from './hour.ts';
import { hideNames } from './names.ts';
import { Phrase } from './phrase.ts';

export type { DayRead } from './day.ts';
export type { HourRead } from './hour.ts';

export interface SaidOfAssembly {
  day?: DayRead;
  hour?: HourRead;
  /** As typed, its first letter a capital. */
  place?: string;
  agenda?: string;
  capacity?: number;
}

export interface Reading {
  text: string;
  /** YYYY-MM-DD where the assembly is. */
  today: string;
  /** What was asked for just now: a bare number is one. */
  asked?: 'day' | 'hour';
}

const PURPOSE =
  /para (?!cambi|mov|pasar|recorr|adelant|posp|aplaz)[a-zñ]+(?:ar|er|ir)(?:lo|la|los|las|se|nos)?(?: (?!_|, en |en (?:el|la|los|las) )[^ ]+)*/;
const CAPACITY: readonly RegExp[] = [
  /(?:con )?(?:un )?(?:cupo|capacidad)(?: (?:de|para|es|:|maximo))* (?<number>\d{1,6})(?: personas)?/,
  /(?:para|caben|hasta) (?<number>\d{1,6}) (?:personas|lugares|sillas|gentes?)/,
  /(?:caben|cabemos) (?<number>\d{1,6})/,
];
const PLACE =
  /(?:(?:en(?! (?:punto|lugar|vez|ves) )|lugar(?! de))(?: (?:es|sera|a|:))*|(?:in|at)(?= the )) (?!_)[^ ]+(?: (?!_|;)[^ ]+)*/;
const LEAD = /^(?:en|lugar(?:\s+a)?|in|at)(?:\s+(?:es|será|sera))?\s*:?\s+/iu;
/** What leads over to the next thing said. */
const TAIL = /(?:[\s,;:.-]+|\s(?:y|a|o|el|la|las|los|para|con|de|del|al|on|at|this|este|día|dia))+$/iu;
/** Another sentence; "No. 20" goes on. */
const AFTER = /(?<=\p{L}{4})[.;!] .*$/su;
/** Between commas, with nothing else in it: "sábado 20 de febrero, 11 am, patio de la clínica". */
const SEGMENT =
  /(?<=_(?:[dhp]\d+)? (?:, )?)(?!,|(?:en|con|despues|antes|porque|por|para|pero|que|y|o|si|no|lugar) )[a-zñ]{2,}(?: (?!_|,)[^ ]+)*$/;

/** Reads what is there; what is not said is absent. Pure: the same sentence on the same day means the same. */
export function readWhen({ text, today, asked }: Reading): SaidOfAssembly {
  const phrase = new Phrase(text.slice(0, 600));
  const said: SaidOfAssembly = {};
  hideNames(phrase);
  for (const pattern of CAPACITY) {
    const capacity = said.capacity === undefined ? phrase.take(pattern)?.groups?.number : undefined;
    if (capacity !== undefined && Number(capacity) > 0) said.capacity = Number(capacity);
  }
  const hours = takeSureHours(phrase, asked);
  const days = takeDays(phrase, Temporal.PlainDate.from(today), asked === 'day');
  takeOtherHours(phrase, hours, asked);
  const hour = meantHour(hours, phrase, asked === 'hour');
  if (hour) said.hour = hour;
  const day = meantDay(days, phrase.line);
  if (day) said.day = day;
  const purpose = phrase.cut(PURPOSE);
  if (purpose !== undefined) said.agenda = tidy(purpose.replace(/^para\s+/iu, ''), false);
  const place = phrase.cut(PLACE) ?? (day && hour ? phrase.cut(SEGMENT) : undefined);
  const named = place === undefined ? '' : tidy(place.replace(LEAD, ''), true);
  if (named.length > 3) said.place = named;
  return said;
}

/** A place that was asked for: all of the answer, without "será en". */
export function readPlace(text: string): string {
  return tidy(text.replace(/^(?:(?:va a ser|será|sera|es|lugar|:)\s+)*(?:en\s+)?/iu, ''), true);
}

function tidy(text: string, capital: boolean): string {
  const sentence = text.replaceAll(/\s+/g, ' ').replace(AFTER, '');
  const line = sentence.trim().replace(TAIL, '').trim();
  return capital ? line.charAt(0).toLocaleUpperCase('es') + line.slice(1) : line;
}
