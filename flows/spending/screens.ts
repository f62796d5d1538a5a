/** What the spending flow asks, and what it reads back before anything is recorded. */

import { type Choice, page, pesos, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { SpendingContext } from './setup.ts';

const choice = (type: string): Choice => ({ label: { key: `spending:label.${type}` }, event: { type } });
const yes: Choice = { ...choice('yes'), means: 'yes' };
const no: Choice = { ...choice('no'), means: 'no' };

const question = (text: Text): Screen => ({ text: [text], expects: 'text', free: true, unfinished: true });

/** What will stand in the ledger. */
function readBack({ purpose, work, cents, line, supplier }: SpendingContext): Text {
  const title = work?.title ?? '';
  if (purpose === 'quote') return { key: 'spending:confirmQuote', values: { title, supplier, amount: pesos(cents) } };
  if (purpose === 'spend') return { key: 'spending:confirm', values: { title, amount: pesos(cents) } };
  const before = line?.cents ?? 0;
  const more = cents >= before ? 'More' : 'Less';
  return {
    key: `spending:confirm${more}`,
    values: { title, before: pesos(before), after: pesos(cents), difference: pesos(Math.abs(cents - before)) },
  };
}

export const screens = {
  line: ({ lines, page: at }: SpendingContext): Screen => ({
    text: [{ key: 'spending:line' }],
    choices: [
      ...page(lines, at, (line) => ({
        label: { key: 'spending:lineLabel', values: { amount: pesos(line.cents), at: line.at } },
        ...(line.supplier === '' ? {} : { hint: line.supplier }),
        event: { type: 'line', line },
      })),
      choice('back'),
    ],
    unfinished: true,
  }),
  supplier: ({ purpose }: SpendingContext) =>
    question({ key: purpose === 'quote' ? 'spending:quoteSupplier' : 'spending:supplier' }),
  amount: ({ purpose, work, line }: SpendingContext): Screen => ({
    ...question({
      key: `spending:amount.${purpose}`,
      values: { title: work?.title ?? '', before: pesos(line?.cents ?? 0) },
    }),
    digits: true,
  }),
  which: ({ options }: SpendingContext): Screen => ({
    text: [{ key: 'spending:which' }],
    choices: [...options.map((cents) => ({ label: pesos(cents), event: { type: 'amount', cents } })), choice('none')],
    unfinished: true,
  }),
  reason: ({ overrun, work }: SpendingContext): Screen =>
    question(
      overrun === null
        ? { key: 'spending:whyWrong' }
        : {
            key: `spending:over.${overrun.over}`,
            values: {
              title: work?.title ?? '',
              limit: pesos(overrun.limitCents),
              year: overrun.year,
              spent: pesos(overrun.spentCents),
            },
          },
    ),
  confirm: (context: SpendingContext): Screen => {
    const { purpose, reason, supplier, fileId } = context;
    const canShow = purpose !== 'correct';
    return {
      text: [
        readBack(context),
        ...(supplier !== '' && purpose === 'spend' ? [{ key: 'spending:from', values: { supplier } }] : []),
        ...(reason === '' ? [] : [{ key: 'spending:because', values: { reason } }]),
        ...(canShow ? [{ key: fileId === null ? `spending:send.${purpose}` : `spending:with.${purpose}` }] : []),
      ],
      choices: [yes, no, ...(purpose === 'spend' && supplier === '' ? [choice('supplier')] : [])],
      ...(canShow ? { expects: 'photo' as const } : {}),
      unfinished: true,
    };
  },
};
