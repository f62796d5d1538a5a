/** What the notices about an assembly say, as keys of `locales/<language>/notice.json`. */

import type { NoticeText } from './queue.ts';

/** The clinic as a notice names it. */
export interface NoticeClinic {
  id: number;
  name: string;
  municipality: string;
  /** IANA name. */
  timeZone: string;
}

export interface NoticeFacts {
  startsAt: number;
  /** Empty while it is not known. */
  place: string;
  demo: boolean;
  /** Called by a committee and not confirmed yet: every text says so. */
  isPending: boolean;
}

/** A date to come: a new one, or one that is on again after it was cancelled. */
export function announcementTexts(clinic: NoticeClinic, facts: NoticeFacts): NoticeText[] {
  return framed(facts, { key: keyOf('announcement', facts), values: values(clinic, facts) });
}

/** Another date, hour or place: the text gives the facts as they are now. */
export function movedTexts(clinic: NoticeClinic, facts: NoticeFacts): NoticeText[] {
  return framed(facts, { key: keyOf('moved', facts), values: values(clinic, facts) });
}

/** What was pending holds. */
export function confirmedTexts(clinic: NoticeClinic, facts: NoticeFacts): NoticeText[] {
  return framed(facts, { key: 'notice:confirmed', values: values(clinic, facts) });
}

export function reminderTexts(clinic: NoticeClinic, facts: NoticeFacts): NoticeText[] {
  return framed(facts, { key: keyOf('reminder', facts), values: values(clinic, facts) });
}

/** `facts` are those that people know: the day on which they must not go. */
export function cancelledTexts(clinic: NoticeClinic, facts: NoticeFacts, reason = ''): NoticeText[] {
  const { clinic: name, when } = values(clinic, facts);
  if (reason === '') return framed(facts, { key: 'notice:cancelled', values: { clinic: name, when } });
  return framed(facts, { key: 'notice:cancelledBecause', values: { clinic: name, when, reason } });
}

const keyOf = (what: string, { isPending }: NoticeFacts) => `notice:${what}${isPending ? 'Pending' : ''}`;

function values(clinic: NoticeClinic, facts: NoticeFacts) {
  return {
    clinic: clinic.name,
    when: { at: facts.startsAt, timeZone: clinic.timeZone },
    where: clinic.municipality,
    place: facts.place || { key: 'notice:placePending' },
  };
}

function framed(facts: NoticeFacts, text: NoticeText): NoticeText[] {
  return [...(facts.demo ? [{ key: 'notice:demo' }] : []), text, { key: 'notice:noAnswer' }];
}
