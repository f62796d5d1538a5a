/** What the office flow shows in each of its resting states. */

import { type Choice, type ClinicOption, page, type RoleWord, type Screen } from '../../src/conversation/flow.ts';
import type { OfficeContext } from './machine.ts';
import { OF_ALL, TARGETS } from './targets.ts';

const choice = (type: string): Choice => ({ label: { key: `office:label.${type}` }, event: { type } });
const clinicChoice = (clinic: ClinicOption): Choice => ({
  label: clinic.name,
  hint: clinic.where,
  event: { type: 'clinic', clinic },
});
const wordChoice = (word: RoleWord): Choice => ({
  label: { key: `office:label.${word}` },
  event: { type: 'word', word },
});

/** Who has not said what they want to do can do so without naming a clinic. */
const ofAll = ({ word, words }: OfficeContext) =>
  word === undefined ? words.filter((each) => OF_ALL.has(each) && TARGETS[each] !== undefined).map(wordChoice) : [];

/** The clinics, and after them what is about all of them. */
export const clinicChoices = (context: OfficeContext): Choice[] => [
  ...context.clinics.map(clinicChoice),
  ...ofAll(context),
  choice('menu'),
];

/** What they can do at the clinic; what is done seldom stands last. */
export function wordChoices({ words, watches }: OfficeContext): Choice[] {
  const ready = words.filter((word) => TARGETS[word] !== undefined);
  const isRare = (word: RoleWord) => word === 'poster' || word === 'paper' || word === 'diagnosis';
  const often = ready.filter((word) => !isRare(word)).map(wordChoice);
  const rarely = ready.filter(isRare).map(wordChoice);
  return [...often, ...(watches ? [choice('progress')] : []), choice('committee'), ...rarely, choice('menu')];
}

export const screens = {
  name: (context: OfficeContext): Screen => ({
    text: [{ key: context.word === undefined ? 'office:nameOrAll' : 'office:name' }],
    choices: [...ofAll(context), choice('menu')],
    expects: 'text',
    asksPlace: true,
  }),
  choose: (context: OfficeContext): Screen => ({
    text: [{ key: 'office:choose' }],
    choices: page(clinicChoices(context), context.page, (each) => each),
    expects: 'text',
    asksPlace: true,
  }),
  words: (context: OfficeContext): Screen => ({
    text: [{ key: 'office:words', values: { clinic: context.clinic?.name ?? '' } }],
    choices: page(wordChoices(context), context.page, (each) => each),
  }),
};
