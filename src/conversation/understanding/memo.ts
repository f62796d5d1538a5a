/** Remembers what short messages mean: most of what people write is a number, a yes or a greeting that was read before. */

import { Memory } from '../memory.ts';
import type { Intent, Understanding } from './understanding.ts';

const CAPACITY = 4000;
/** Longer texts are rarely written twice. */
const SHORT = 48;
/** Keys of `choice` hold the labels too. */
const SHORT_WITH_LABELS = 200;

/** The same answers, sooner. Texts with three digits together are not kept: they may be about somebody. */
export function remembering(understanding: Understanding): Understanding {
  const dangers = new Memory<boolean>(CAPACITY);
  const words = new Memory<Intent | undefined>(CAPACITY);
  const printed = new Memory<Intent | undefined>(CAPACITY);
  const additions = new Memory<number | undefined>(CAPACITY);
  const intents = new Memory<Intent | undefined>(CAPACITY);
  const choices = new Memory<number | 'out-of-range' | undefined>(CAPACITY);
  const isKept = (text: string) => text.length <= SHORT && !/\d{3}/.test(text);
  return {
    familiar: (text) => understanding.familiar(text),
    isEmergency: (text) =>
      isKept(text) ? dangers.recall(text, () => understanding.isEmergency(text)) : understanding.isEmergency(text),
    globalWord: (text, asksPlace = false) =>
      isKept(text)
        ? words.recall(`${asksPlace}${text}`, () => understanding.globalWord(text, asksPlace))
        : understanding.globalWord(text, asksPlace),
    printedWord: (text, asksPlace = false) =>
      isKept(text)
        ? printed.recall(`${asksPlace}${text}`, () => understanding.printedWord(text, asksPlace))
        : understanding.printedWord(text, asksPlace),
    intent: (text) =>
      isKept(text) ? intents.recall(text, () => understanding.intent(text)) : understanding.intent(text),
    choice(text, labels) {
      const key = `${text}\n${labels.join('\n')}`;
      if (!isKept(text) || key.length > SHORT_WITH_LABELS) return understanding.choice(text, labels);
      return choices.recall(key, () => understanding.choice(text, labels));
    },
    picks: (text, labels) => understanding.picks(text, labels),
    against: (text) => understanding.against(text),
    count: (text) => understanding.count(text),
    companions: (text) =>
      isKept(text) ? additions.recall(text, () => understanding.companions(text)) : understanding.companions(text),
  };
}
