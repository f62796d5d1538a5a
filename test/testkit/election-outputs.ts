/** What the services about posts and who was elected can answer, for walking the machines. */

import type { ServiceName, Services } from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const seats = [
  { id: 1, name: 'Presidencia', role: 'president' as const },
  { id: 2, name: 'Tesorería', role: 'treasurer' as const },
  { id: 3, name: 'Vocalía de contraloría y transparencia', role: 'oversight' as const },
  ...[4, 5, 6, 7, 8, 9].map((id) => ({
    id,
    name: `Vocalía de educación para la salud ${id}`,
    role: 'member' as const,
  })),
];
const lists = [
  { name: 'before', posts: 9 },
  { name: 'issste-2026', posts: 5 },
  { name: 'issste-2025', posts: 4 },
  { name: 'imss-bienestar-2024', posts: 8 },
];
const view = { clinic: 'Centro de Salud Emiliano Zapata', year: 2027, seats, lists: [] };
const rows = (count: number) => ({
  count,
  list: Array.from({ length: Math.min(count, 8) }, () => `• ${'Vocalía de salud '.repeat(4)}…`).join('\n'),
});
const uninvited = seats.map(({ id, name }) => ({ electedId: id, label: name }));
const offers = [
  { can: 'offer' as const, replaces: true },
  { can: 'offer' as const, replaces: false },
  { can: 'stays' as const },
  { can: 'not-yours' as const },
];
const code = { post: 'Vocalía de educación para la salud', code: 'K7PM X2QZ', days: 7 };

export const electionOutputs = {
  openElection: () => [
    { ...view, elected: 2, uninvited },
    { ...view, seats: seats.slice(0, 5), elected: 0, uninvited: [] },
    { ...view, seats: [], lists, elected: 0, uninvited: [] },
  ],
  openSeats: () => [view, { ...view, seats: [], lists }],
  takeSeats: () => [seats],
  addSeat: () => [seats],
  renameSeat: () => [seats],
  removeSeat: () => [seats, []],
  addElected: () => offers.map((offer) => ({ ...rows(9), electedId: 7, offer })),
  removeElected: () => [rows(8), rows(0)],
  offerElected: () => offers,
  inviteElected: () => [
    { ...code, links: '' },
    { ...code, links: 'https://t.me/asamblea_bot?start=K7PMX2QZ\nhttps://wa.me/5215512345678?text=K7PMX2QZ' },
  ],
} satisfies Partial<{ [K in ServiceName]: () => readonly Awaited<ReturnType<Services[K]>>[] }>;

export const electionRefusals: { readonly [K in ServiceName]?: readonly RefusalCode[] } = {
  openElection: ['not-yours', 'unknown-assembly'],
  openSeats: ['not-yours', 'unknown-clinic'],
  takeSeats: ['not-yours', 'seats-known', 'seats-unknown'],
  addSeat: ['not-yours', 'text-long', 'text-empty', 'seats-full', 'seat-known'],
  renameSeat: ['not-yours', 'text-long', 'text-empty', 'seat-known', 'seat-gone'],
  removeSeat: ['not-yours', 'seat-gone'],
  addElected: ['not-yours', 'text-long', 'text-empty', 'minutes-full', 'seat-gone'],
  offerElected: ['elected-gone'],
  inviteElected: ['not-yours', 'elected-gone'],
};
