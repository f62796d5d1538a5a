/** What the services of notices to many can answer, at their longest. */

import type { BroadcastServices } from '../../src/conversation/broadcast-services.ts';
import type { Desk, NoticePreview, NoticeView, SegmentName } from '../../src/conversation/flow.ts';
import { beginningOf, LONGEST_TEXT } from '../../src/domain/notices/broadcast-text.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const START = Date.parse('2027-02-20T18:00:00Z');
const timeZone = 'America/Mexico_City';
const clinic = 'UMF Heroica Villa Tezoatlán de Segura y Luna';
const text = beginningOf('El sábado pintamos la sala de espera. Quien pueda, traiga brocha. '.repeat(10));

const view = (id: number, status: NoticeView['status']): NoticeView => ({
  id,
  status,
  excerpt: `${text.slice(0, 69)}${id}…`,
  goesAt: START,
  isResting: id === 2,
  counts: {
    sent: 12_345,
    delivered: 11_111,
    read: 9_999,
    waiting: 88_888,
    unreachable: 321,
    rejected: 12,
    expired: 45,
    stopped: 678,
    optedOut: 2_345,
    noWay: 12,
    gone: 1,
    notSent: 1_056,
    leftOut: 2_357,
  },
});

const desk: Desk = {
  clinicId: 7,
  clinic,
  timeZone,
  limit: 3,
  left: 2,
  longest: LONGEST_TEXT,
  segments: ['followers', 'silent', 'unvoted', 'supporters'],
  needs: [{ id: 1, title: 'Impermeabilización' }],
  open: [],
  last: null,
  releases: false,
};
const one: SegmentName[] = ['followers'];

const preview: NoticePreview = {
  channels: ['telegram', 'whatsapp-web', 'whatsapp-cloud'].map((channel, at) => ({
    channel,
    people: 12_345,
    takesMs: [30_000, 3_000_000, 36_000_000][at] ?? 0,
    firstDay: 50,
    late: at * 100,
  })),
  people: 37_035,
  optedOut: 1_234,
  unreachable: 321,
  beginsAt: START,
  isNight: false,
  timeZone,
  again: false,
  pausedUntil: null,
};
const small = { channels: [{ channel: 'simulator', people: 1, takesMs: 200 * 3_600_000, firstDay: 1, late: 0 }] };

type Outputs = {
  [K in keyof BroadcastServices]: (
    input: Parameters<BroadcastServices[K]>[0],
  ) => readonly Awaited<ReturnType<BroadcastServices[K]>>[];
};

export const broadcastOutputs: Outputs = {
  noticeDesk: () => [
    desk,
    { ...desk, segments: one },
    { ...desk, open: [view(1, 'waiting'), view(2, 'running'), view(3, 'held')], last: view(4, 'done') },
    { ...desk, left: 0, releases: true, open: [view(3, 'running'), view(6, 'held')], last: view(4, 'stopped') },
    { ...desk, last: view(4, 'refused') },
  ],
  readNotice: () => [
    { outcome: 'too-long', text, length: 5_000, limit: LONGEST_TEXT },
    { outcome: 'fits', text, length: 480, limit: LONGEST_TEXT },
  ],
  keepNoticeFile: () => [{ fileId: 9 }],
  previewNotice: ({ at }) => [
    at === undefined ? preview : { ...preview, ...small, people: 1 },
    { ...preview, isNight: true, pausedUntil: START, again: true },
    { ...preview, channels: [], people: 0 },
  ],
  readSendTime: () => [
    { outcome: 'at', at: START },
    { outcome: 'now' },
    { outcome: 'past' },
    { outcome: 'no-hour' },
    { outcome: 'unclear' },
  ],
  sendNotice: () => [{ status: 'waiting' }, { status: 'held' }],
  discardNoticeFile: () => [undefined],
  stopNotice: () => [undefined],
  heldNotice: () => [
    { text, file: null },
    ...['image/jpeg', 'application/pdf'].map((mime) => ({ text, file: { name: 'hoja', mime, data: 'eA==' } })),
  ],
  releaseNotice: () => [undefined],
  refuseNotice: () => [undefined],
  reportNotice: () => [
    { outcome: 'reported', clinicId: 7, clinic, excerpt: text.slice(0, 80) },
    { outcome: 'again', clinicId: 7, clinic, excerpt: text.slice(0, 80) },
    { outcome: 'none' },
  ],
};

export const broadcastRefusals = {
  noticeDesk: ['not-yours', 'unknown-clinic'],
  keepNoticeFile: ['not-yours', 'file-kind', 'file-big'],
  previewNotice: ['not-yours', 'unknown-assembly', 'notice-late'],
  sendNotice: [
    'notice-twice',
    'unknown-photo',
    'notice-limit',
    'notice-nobody',
    'notice-late',
    'text-long',
    'text-empty',
  ],
  stopNotice: ['notice-over', 'not-yours'],
  heldNotice: ['notice-over', 'not-yours'],
  releaseNotice: ['notice-over', 'notice-late'],
  refuseNotice: ['notice-over'],
} satisfies { [K in keyof BroadcastServices]?: readonly RefusalCode[] };
