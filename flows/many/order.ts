/** The order that is put together: which assemblies, and what becomes of them. */

import type { Arrival, DaysHeard, ManyChange, ManyPreview, Next, PlaceOption } from '../../src/conversation/flow.ts';

export type ManyInput = Arrival;

type Days = NonNullable<DaysHeard['days']>;

export interface ManyContext extends ManyInput {
  /** Where the person may change many. */
  states: PlaceOption[];
  page: number;
  does: 'cancel' | 'move' | null;
  state: PlaceOption | null;
  municipality: PlaceOption | null;
  places: PlaceOption[];
  /** Of assemblies on these days; null: all. */
  days: Days | null;
  newDay: Days | null;
  /** 1 after an answer that was not understood, and 0 after the next. */
  misses: number;
  reason: string;
  preview: ManyPreview | null;
  next: Next | null;
}

/** The order as the services take it. */
export function orderOf({ state, municipality, days, newDay, reason }: ManyContext): ManyChange {
  return {
    stateCode: state?.code ?? '',
    municipalityCode: municipality?.code ?? null,
    fromDate: days?.from ?? null,
    toDate: days?.to ?? null,
    newDate: newDay?.from ?? null,
    reason,
  };
}

/** Typed to say that one is sure: the deed and how many. */
export function isTyped(text: string, { does, preview }: ManyContext): boolean {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const [, word = '', number = ''] = /^\W*([a-z]+)\s+(\d+)\W*$/.exec(plain) ?? [];
  const words = does === 'move' ? ['mover', 'move'] : ['cancelar', 'cancel'];
  return words.includes(word) && Number(number) === preview?.assemblies;
}
