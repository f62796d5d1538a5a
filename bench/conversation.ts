/** The measured conversation: somebody says hello, names a clinic, says yes with one companion, asks again, says thanks. */

import type { Inbound } from '../src/conversation/inbound.ts';
import type { ClinicIndex, SearchableClinic } from '../src/domain/clinics/search-index.ts';

/** How many different clinics are typed. */
const CLINICS = 400;

/** The n-th message of everybody comes before the n+1st of anybody. */
export const WAVES = ['hola', 'the clinic', 'sí', '1', 'asamblea', 'gracias'] as const;

/** A run of messages of one wave, from the person `from` up to, not including, `to`. */
export interface Slice {
  wave: number;
  from: number;
  to: number;
  /** One at a time, each with a commit of its own; else many at once. */
  single: boolean;
}

/** A wave is cut in so many parts; the last quarter of each comes one at a time. */
const PARTS = 5;

/** The conversation of so many people, who are counted from `first` on. */
export function slicesOf(people: number, first = 0): Slice[] {
  const border = (part: number) => first + Math.round((part * people) / PARTS);
  return WAVES.flatMap((_, wave) =>
    Array.from({ length: PARTS }, (_, part) => part).flatMap((part) => {
      const middle = border(part + 0.75);
      return [
        { wave, from: border(part), to: middle, single: false },
        { wave, from: middle, to: border(part + 1), single: true },
      ];
    }),
  );
}

export function messagesOf({ wave, from, to }: Slice, clinics: readonly string[]): Inbound[] {
  return Array.from({ length: to - from }, (_, at) => {
    const person = from + at;
    const word = WAVES[wave] ?? '';
    return {
      channel: 'simulator',
      account: 'bench',
      from: [{ kind: 'sim_user', value: `person-${person}` }],
      messageId: `m${wave}`,
      content: { type: 'text', text: wave === 1 ? (clinics[person % clinics.length] ?? '') : word },
    };
  });
}

/** Clinics from all over the directory, each in the fewest words that leave no doubt, or by its CLUES. */
export function typedClinics(index: ClinicIndex, withAssembly: ReadonlySet<number>, isClear: IsClear): string[] {
  const clinics = clinicsOf(index).filter(({ id }) => withAssembly.has(id));
  const step = Math.max(1, clinics.length / CLINICS);
  return clinics
    .filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
    .map((clinic) => {
      const { name, municipality, state, clues } = clinic;
      const ways = [name, `${name} ${municipality}`, `${name} ${municipality} ${state}`].map((way) =>
        way.toLowerCase(),
      );
      return ways.find((way) => isClear(way, clinic)) ?? clues;
    });
}

/** Whether a text is sure to be taken for this clinic. */
export type IsClear = (text: string, clinic: SearchableClinic) => boolean;

/** The whole directory, by place. */
export function clinicsOf(index: ClinicIndex): SearchableClinic[] {
  return index
    .states()
    .flatMap(({ code: state }) => index.municipalities(state).flatMap(({ code }) => index.clinicsOf(state, code)));
}
