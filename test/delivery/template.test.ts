/** Notices as templates: what is registered is what is said, gap by gap. */

import { describe, expect, it } from 'vitest';
import { createWording } from '../../src/delivery/notice.ts';
import { registeredTemplates } from '../../src/delivery/template.ts';
import { announcementTexts, cancelledTexts, movedTexts } from '../../src/domain/notices/texts.ts';
import { localizer } from '../world.ts';

const clinic = { id: 1, name: 'UMF  Loreto\n(centro)', municipality: 'Loreto', timeZone: 'America/Mazatlan' };
const facts = { startsAt: Date.UTC(2027, 1, 20, 18), place: '', demo: false, isPending: false };
const wording = createWording(localizer);
const registered = registeredTemplates(localizer);
const ofNeed = (became: string) => [
  { key: `notice:need.${became}`, values: { title: 'Un jardín', other: 'Rampas', reason: 'No lo paga el programa' } },
  { key: 'notice:need.foot' },
];
const notices = {
  need_accepted: ofNeed('accepted'),
  need_merged: ofNeed('merged'),
  need_declined: ofNeed('declined'),
  need_waiting: [{ key: 'notice:need.waiting', values: { number: 3 } }, { key: 'notice:need.waitingFoot' }],
  announcement: announcementTexts(clinic, facts),
  moved: movedTexts(clinic, facts),
  cancelled: cancelledTexts(clinic, facts),
};

describe.each(localizer.languages)('in %s', (language) => {
  it.each(Object.entries(notices))('%s says the same as its template with the gaps filled', (name, texts) => {
    const { reply, template } = wording({ reply: null, notice: { clinic: clinic.name, texts }, language });
    const form = registered.find((one) => one.name === template?.name && one.language === template.language);
    expect(form?.name).toBe(`asamblea_${name}_v1`);
    const filled = form?.body.replaceAll(/\{\{(\w+)\}\}/g, (_, gap: string) => template?.values[gap] ?? 'MISSING');
    const flat = (text = '') => text.replaceAll(/\s+/g, ' ');
    expect(flat(filled)).toBe(flat(reply.text));
    for (const value of Object.values(template?.values ?? {})) expect(value).toMatch(/^\S+( \S+)*$/);
    expect(Object.keys(form?.examples ?? {})).toEqual(Object.keys(template?.values ?? {}));
  });
});

it('has none for an invented assembly', () => {
  const texts = movedTexts(clinic, { ...facts, demo: true, isPending: false });
  expect(wording({ reply: null, notice: { clinic: clinic.name, texts }, language: null }).template).toBeUndefined();
});

it('keeps to what the platform takes: names in small letters, bodies of at most 1,024 signs, no gap at either end', () => {
  const names = registered.map(({ name, language }) => `${name} ${language}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(4 * localizer.languages.length);
  for (const { name, body, language } of registered) {
    expect(name).toMatch(/^[a-z0-9_]+$/);
    expect(language).toMatch(/^[a-z]{2}(_[A-Z]{2})?$/);
    expect(body.length).toBeLessThanOrEqual(1024);
    expect(body).not.toMatch(/^\{\{|\}\}$/);
  }
});
