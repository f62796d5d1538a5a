/** The files the bot hands out: the assembly for one's calendar, and one's own data. */

import ical from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { AssemblyView } from '../domain/assemblies/assemblies.ts';
import type { ClinicView } from '../domain/clinics/clinics.ts';
import type { Localizer } from './localize.ts';
import type { Attachment } from './reply.ts';
import type { PersonalData } from './services.ts';
import type { Text } from './text.ts';

/** How long the calendar keeps free: no source says how long an assembly lasts. */
const HOURS_KEPT = 2;

/** An .ics with the clinic's zone; sent again after a change it replaces the entry it made before. */
export function calendarFile(
  clinic: ClinicView,
  assembly: AssemblyView,
  say: (text: Text) => string,
  now: number,
): Attachment {
  const calendar = ical({ prodId: '//Asamblea//Asamblea//ES' });
  calendar.timezone({ name: clinic.timeZone, generator: (zone) => zoneDefinition(zone, assembly.startsAt) });
  const start = Temporal.Instant.fromEpochMilliseconds(assembly.startsAt).toZonedDateTimeISO(clinic.timeZone);
  const title = say({
    key: assembly.demo ? 'assembly:calendarTitleDemo' : 'assembly:calendarTitle',
    values: { clinic: clinic.name },
  });
  calendar.createEvent({
    id: `asamblea-${assembly.id}@${clinic.clues.toLowerCase()}`,
    sequence: assembly.revision,
    stamp: new Date(now),
    start,
    end: start.add({ hours: HOURS_KEPT }),
    timezone: clinic.timeZone,
    summary: title,
    description: say({ key: 'assembly:calendarNote' }),
    location: {
      title: assembly.place || clinic.name,
      address: clinic.address,
      ...(assembly.latitude !== null && assembly.longitude !== null
        ? { geo: { lat: assembly.latitude, lon: assembly.longitude } }
        : {}),
    },
  });
  return attachment(`asamblea-${start.toPlainDate().toString()}.ics`, 'text/calendar', calendar.toString());
}

/** The offset in force at that instant is all a single event needs of a VTIMEZONE (RFC 5545, 3.6.5). */
function zoneDefinition(timeZone: string, at: number): string {
  const { offset } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const digits = offset.replace(':', '');
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${timeZone}`,
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${digits}`,
    `TZOFFSETTO:${digits}`,
    'END:STANDARD',
    'END:VTIMEZONE',
  ].join('\r\n');
}

/** What is kept of a person, as a plain text that any telephone opens. */
export function personalDataFile(data: PersonalData, language: string, localizer: Localizer): Attachment {
  const say = (key: string, values?: Text['values']) =>
    localizer.text(language, { key: `privacy:document.${key}`, values });
  const zone = 'America/Mexico_City';
  const lines = [
    say('title'),
    say('channel', { channel: data.channels.join(', ') }),
    say('since', { since: { at: data.since, timeZone: zone, as: 'date' } }),
    say('language', { language: data.language }),
    localizer.text(language, { key: `privacy:data.notices.${data.notices}` }),
    say('clinic', { clinic: data.clinic ?? '—' }),
    say('followed', { clinics: data.followed.join(', ') || '—' }),
    say('asked', { clinics: data.asked.join(', ') || '—' }),
    say('roles', { roles: data.roles.join(', ') || '—' }),
    say('folios', { folios: data.folios.join(', ') || '—' }),
    say('relays', { numbers: data.relays.join(', ') || '—' }),
    ...data.needs.map(({ title, detail }) => say(detail === '' ? 'need' : 'needSaid', { title, detail })),
    ...data.votes.map(({ clinic, closesAt, timeZone, status }) => {
      const when = { at: closesAt, timeZone, as: 'date' as const };
      return localizer.text(language, { key: `privacy:data.vote.${status}`, values: { clinic, when } });
    }),
    ...data.answers.map(({ clinic, startsAt, timeZone, answer, companions }) =>
      localizer.text(language, {
        key: 'privacy:data.answer',
        values: {
          clinic,
          when: { at: startsAt, timeZone, as: 'date' },
          answer: { key: `privacy:answer.${answer}` },
          companions,
        },
      }),
    ),
  ];
  return attachment(`${say('name')}.txt`, 'text/plain', `${lines.join('\n')}\n`);
}

function attachment(name: string, mime: string, text: string): Attachment {
  return { name, mime, data: Buffer.from(text, 'utf8').toString('base64') };
}
