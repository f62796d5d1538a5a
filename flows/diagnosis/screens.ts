/** What the diagnosis asks. */

import type { Choice, NeedFound, Screen } from '../../src/conversation/flow.ts';
import type { DiagnosisContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `diagnosis:label.${type}` }, event: { type } });
const kinds = ['obra', 'equipo', 'mobiliario'] as const;
/** With one's own words and the way back, still eight. */
const MOST = 6;
/** The last ones noted down in an area, to be taken back. */
const LAST = 7;

const optionChoice = (option: NeedFound): Choice => ({ label: option.title, event: { type: 'option', option } });
const notedIn = ({ areas, area }: DiagnosisContext) => areas.find((each) => each.area === area)?.noted ?? [];
const nameOf = ({ area }: DiagnosisContext) => ({ key: `diagnosis:area_.${area ?? 'other'}` });

export const screens = {
  areas: ({ areas }: DiagnosisContext): Screen => ({
    text: [{ key: 'diagnosis:areas' }],
    choices: [
      ...areas.map(({ area, noted }) => ({
        label: { key: `diagnosis:area_.${area}` },
        ...(noted.length > 0 ? { hint: { key: 'diagnosis:count', values: { count: noted.length } } } : {}),
        event: { type: 'area', area },
      })),
      { ...choice('done'), means: 'no' as const },
    ],
  }),
  area: (context: DiagnosisContext): Screen => {
    const noted = notedIn(context);
    return {
      text: [
        { key: 'diagnosis:area', values: { area: nameOf(context) } },
        ...(noted.length > 0
          ? [{ key: 'diagnosis:notedHere', values: { titles: noted.map(({ title }) => title).join(', ') } }]
          : []),
      ],
      choices: [
        ...context.usual.map(optionChoice),
        ...(noted.length > 0 ? [choice('remove')] : []),
        { ...choice('areas'), means: 'no' },
      ],
      expects: 'text',
      sentences: true,
    };
  },
  choose: ({ options }: DiagnosisContext): Screen => ({
    text: [{ key: 'diagnosis:choose' }],
    choices: [...options.slice(0, MOST).map(optionChoice), choice('own'), choice('back')],
    unfinished: true,
    draft: true,
  }),
  kind: ({ title }: DiagnosisContext): Screen => ({
    text: [{ key: 'diagnosis:kind', values: { title } }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `diagnosis:kind_.${kind}` }, event: { type: 'kind', kind } })),
      choice('back'),
    ],
    unfinished: true,
    draft: true,
  }),
  confirm: (context: DiagnosisContext): Screen => ({
    text: [{ key: 'diagnosis:confirm', values: { title: context.chosen?.title ?? '', area: nameOf(context) } }],
    choices: [{ ...choice('yes'), means: 'yes' }, choice('own'), { ...choice('no'), means: 'no' }],
    unfinished: true,
    draft: true,
  }),
  remove: (context: DiagnosisContext): Screen => ({
    text: [{ key: 'diagnosis:remove', values: { area: nameOf(context) } }],
    choices: [
      ...notedIn(context)
        .slice(-LAST)
        .map(({ needId, title }) => ({ label: title, event: { type: 'note', needId } })),
      choice('back'),
    ],
  }),
};
