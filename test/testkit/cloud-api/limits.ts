/** What Meta's documentation allows in a message: every excess is told, so that a test can fail for it. */

import { z } from 'zod';

/** Characters as UTF-16 units: the strictest way to count them. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), 'nothing to see')
    .refine((text) => text.isWellFormed(), 'half a surrogate pair')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .refine((text) => !/[\u0000-\u0008\u000B-\u001F\u007F]/.test(text), 'a control sign');
const line = (most: number) => words(most).refine((text) => !text.includes('\n'), 'two lines');
const unique = (name: string) => (items: readonly Record<string, unknown>[]) =>
  new Set(items.map((item) => item[name])).size === items.length;

const image = z.strictObject({ id: words(100), caption: words(1024).optional() });
const document = z.strictObject({ id: words(100), caption: words(1024).optional(), filename: line(240) });

const header = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), image: image.omit({ caption: true }) }),
  z.strictObject({ type: z.literal('document'), document: document.omit({ caption: true }) }),
]);

const buttons = z.strictObject({
  type: z.literal('button'),
  header: header.optional(),
  body: z.strictObject({ text: words(1024) }),
  action: z.strictObject({
    buttons: z
      .array(z.strictObject({ type: z.literal('reply'), reply: z.strictObject({ id: words(256), title: line(20) }) }))
      .min(1)
      .max(3)
      .refine((all) => unique('id')(all.map(({ reply }) => reply)), 'an id twice')
      .refine((all) => unique('title')(all.map(({ reply }) => reply)), 'a title twice'),
  }),
});

const rows = z
  .array(z.strictObject({ id: words(200), title: line(24), description: line(72).optional() }))
  .min(1)
  .max(10)
  .refine(unique('id'), 'an id twice')
  .refine(unique('title'), 'a title twice');

const list = z.strictObject({
  type: z.literal('list'),
  body: z.strictObject({ text: words(4096) }),
  action: z.strictObject({ button: line(20), sections: z.array(z.strictObject({ rows })).length(1) }),
});

const askPlace = z.strictObject({
  type: z.literal('location_request_message'),
  body: z.strictObject({ text: words(1024) }),
  action: z.strictObject({ name: z.literal('send_location') }),
});

const place = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: line(1000).optional(),
  address: line(1000).optional(),
});

const gap = z.strictObject({
  type: z.literal('text'),
  parameter_name: z.string().regex(/^[a-z_]+$/),
  text: line(1024).refine((text) => !/\t| {4}/.test(text), 'a tab or four spaces'),
});
const template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({ code: z.string().regex(/^[a-z]{2}(_[A-Z]{2})?$/) }),
  components: z.array(z.strictObject({ type: z.literal('body'), parameters: z.array(gap).min(1) })).max(1),
});

const about = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z
    .string()
    .regex(/^\d{5,15}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.\w{1,128}$/)
    .optional(),
  biz_opaque_callback_data: words(512).optional(),
};
const message = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...about,
      type: z.literal('text'),
      text: z.strictObject({ body: words(4096), preview_url: z.literal(false) }),
    }),
    z.strictObject({
      ...about,
      type: z.literal('interactive'),
      interactive: z.discriminatedUnion('type', [buttons, list, askPlace]),
    }),
    z.strictObject({ ...about, type: z.literal('image'), image }),
    z.strictObject({ ...about, type: z.literal('document'), document }),
    z.strictObject({ ...about, type: z.literal('location'), location: place }),
    z.strictObject({ ...about, type: z.literal('template'), template }),
  ])
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined), 'to or recipient, one of them');

export type Sent = z.infer<typeof message>;

/** The message as it stands, or every excess. */
export function checkMessage(body: unknown): { message: Sent } | { excess: string[] } {
  const checked = message.safeParse(body);
  if (checked.success) return { message: checked.data };
  return { excess: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

const MEBIBYTE = 1024 * 1024;
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const KINDS: Readonly<Record<string, number>> = {
  'image/jpeg': 5 * MEBIBYTE,
  'image/png': 5 * MEBIBYTE,
  'text/plain': 100 * MEBIBYTE,
  'application/pdf': 100 * MEBIBYTE,
  [`${OFFICE}.wordprocessingml.document`]: 100 * MEBIBYTE,
  [`${OFFICE}.spreadsheetml.sheet`]: 100 * MEBIBYTE,
};

/** Every excess of an upload. */
export function checkUpload(form: FormData): string[] {
  const [file, type] = [form.get('file'), form.get('type')];
  if (!(file instanceof Blob) || form.get('messaging_product') !== 'whatsapp') return ['a field is missing'];
  const most = KINDS[String(type)];
  if (most === undefined || file.type !== type) return [`the kind ${type} is not taken`];
  return file.size === 0 || file.size > most ? [`${file.size} bytes`] : [];
}
