/** Notices as templates: the texts that a platform wants to approve before it passes them on to who was silent long. */

import type { Template } from '../channels/channel.ts';
import type { Localizer } from '../conversation/localize.ts';
import type { Text } from '../conversation/text.ts';

/** The notices that can come unasked, by the key of what they say, and the names of its values. */
const notices = {
  'notice:announcement': ['clinic', 'when', 'where', 'place'],
  'notice:moved': ['clinic', 'when', 'where', 'place'],
  'notice:cancelled': ['clinic', 'when'],
  'notice:reminder': ['clinic', 'when', 'where', 'place'],
} as const;

type NoticeKey = keyof typeof notices;

/** A template as it is registered: the body with its gaps, `{{clinic}}`. */
export interface RegisteredTemplate {
  name: string;
  language: string;
  body: string;
  /** What could stand in each gap; the platform wants to see one. */
  examples: Readonly<Record<string, string>>;
}

/** Grows when the words of a template change: an approved text cannot be altered. */
const VERSION = 1;

/** The template of a notice; undefined where none is registered, as for invented assemblies. */
export function templateOf(said: readonly Text[], language: string, localizer: Localizer): Template | undefined {
  const [from, main, end, ...more] = said;
  const gaps = main && notices[main.key as NoticeKey];
  if (from?.key !== 'notice:from' || !gaps || end?.key !== 'notice:noAnswer' || more.length > 0) return undefined;
  const values = Object.fromEntries(
    gaps.map((gap) => [gap, oneLine(localizer.value(language, main.values?.[gap] ?? ''))]),
  );
  return { name: nameOf(main.key), language: codeOf(language), values };
}

/** All templates that must be registered, in every language. */
export function registeredTemplates(localizer: Localizer): RegisteredTemplate[] {
  return localizer.languages.flatMap((language) =>
    Object.entries(notices).map(([key, gaps]) => {
      const values = Object.fromEntries(gaps.map((gap) => [gap, `{{${gap}}}`]));
      const said = [{ key: 'notice:from', values }, { key, values }, { key: 'notice:noAnswer' }];
      return {
        name: nameOf(key),
        language: codeOf(language),
        body: said.map((text) => localizer.text(language, text)).join('\n\n'),
        examples: Object.fromEntries(gaps.map((gap) => [gap, localizer.value(language, examples[gap])])),
      };
    }),
  );
}

const examples = {
  clinic: 'UMF Loreto',
  when: { at: Date.UTC(2027, 1, 20, 18), timeZone: 'America/Mazatlan' },
  where: 'Loreto',
  place: 'Casa de la Cultura',
} as const;

const nameOf = (key: string) => `asamblea_${key.split(':').at(-1)}_v${VERSION}`;

/** The platform's code of a language: `es_MX`. */
const codeOf = (language: string) => language.replace('-', '_');

/** A gap may hold no line break, and no four spaces in a row. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
