/** What the appointments flow asks: each step is read back before a code is made or a post ends. */

import { type Choice, page, type Screen } from '../../src/conversation/flow.ts';
import { type AppointmentsContext, handedOver } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `appointments:label.${type}` }, event: { type } });
const answers: Choice[] = [
  { ...choice('yes'), means: 'yes' },
  { ...choice('no'), means: 'no' },
];

const among = (held: AppointmentsContext['held'], at: number): Choice[] =>
  page(held, at, (each) => ({
    label: each.label,
    ...(each.name === '' ? {} : { hint: each.name }),
    event: { type: 'held', held: each },
  }));

export const screens = {
  what: ({ clinic, offers, held, codes }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:what', values: { clinic } }],
    choices: [
      ...(offers.length > 0 ? [choice('invite')] : []),
      ...(held.some(({ mayHandOver }) => mayHandOver) ? [choice('hand-over')] : []),
      ...(held.length > 0 ? [choice('end')] : []),
      ...(codes.length > 0 ? [choice('codes')] : []),
      choice('back'),
    ],
  }),
  role: ({ offers }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:role' }],
    choices: [
      ...offers.map((role) => ({ label: { key: `committee:post.${role}` }, event: { type: 'role', role } })),
      choice('back'),
    ],
  }),
  post: ({ role }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:post', values: { role: { key: `committee:post.${role}` } } }],
    choices: [choice('plain'), choice('back')],
    expects: 'text',
    free: true,
  }),
  taken: ({ role }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:taken', values: { post: { key: `committee:post.${role}` } } }],
    choices: [
      { label: { key: 'appointments:label.hand-it-over' }, event: { type: 'hand-over' } },
      choice('another'),
      choice('back'),
    ],
  }),
  handOver: (context: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:which' }],
    choices: [...among(handedOver(context), context.page), choice('back')],
  }),
  confirm: ({ clinic, role, post, chosen }: AppointmentsContext): Screen => ({
    text: [
      {
        key: chosen ? 'appointments:confirmHandOver' : 'appointments:confirm',
        values: { clinic, post: chosen?.label ?? (post === '' ? { key: `committee:post.${role}` } : post) },
      },
    ],
    choices: answers,
  }),
  end: ({ held, page: at }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:which' }],
    choices: [...among(held, at), choice('back')],
  }),
  codes: ({ codes, page: at }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:codes' }],
    choices: [
      ...page(codes, at, (code) => ({ label: code.label, hint: code.hint, event: { type: 'code', code } })),
      choice('back'),
    ],
  }),
  confirmCode: ({ clinic, code }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:confirmCode', values: { clinic, post: code?.label ?? '' } }],
    choices: answers,
  }),
  confirmEnd: ({ clinic, chosen }: AppointmentsContext): Screen => ({
    text: [{ key: 'appointments:confirmEnd', values: { clinic, post: chosen?.label ?? '' } }],
    choices: answers,
  }),
};
