/** The arguments of a call: query string, JSON, form or multipart, as the real server takes them. */

import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

interface Upload {
  name: string;
  data: Buffer;
}

export interface Args {
  /** Undefined for what is absent. Numbers and booleans come as they were written. */
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  /** An object or list, also when it came as a JSON string. */
  json(key: string): unknown;
  /** The file behind `attach://…`. */
  upload(key: string): Upload | undefined;
  /** Everything, for a test to look at. */
  all: Readonly<Record<string, unknown>>;
}

export async function readArgs(request: IncomingMessage, query: URLSearchParams): Promise<Args> {
  const body = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  const boundary = /boundary=([^;]+)/.exec(type)?.[1];
  const all: Record<string, unknown> = Object.fromEntries(query);
  let uploads = new Map<string, Upload>();
  if (boundary !== undefined) {
    const parts = readMultipart(body, boundary);
    uploads = parts.uploads;
    Object.assign(all, parts.fields);
  } else if (type.startsWith('application/json')) Object.assign(all, JSON.parse(body.toString('utf8')));
  else Object.assign(all, Object.fromEntries(new URLSearchParams(body.toString('utf8'))));
  return argsOf(all, uploads);
}

function argsOf(all: Record<string, unknown>, uploads: Map<string, Upload>): Args {
  const text = (key: string) => (all[key] === undefined ? undefined : String(all[key]));
  return {
    all,
    text,
    number: (key) => (all[key] === undefined ? undefined : Number(all[key])),
    json(key) {
      const value = all[key];
      return typeof value === 'string' ? JSON.parse(value) : value;
    },
    upload: (key) => uploads.get(text(key)?.replace(/^attach:\/\//, '') ?? key),
  };
}

/** Reads what grammY writes: header names in any case, a file's name without quotes. */
function readMultipart(body: Buffer, boundary: string) {
  const fields: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  const mark = Buffer.from(`--${boundary}`);
  let from = body.indexOf(mark);
  for (;;) {
    const to = body.indexOf(mark, from + mark.length);
    if (from < 0 || to < 0) return { fields, uploads };
    // Between the marks: CRLF, headers, an empty line, the content, CRLF.
    const part = body.subarray(from + mark.length + 2, to - 2);
    const gap = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, gap).toString('utf8');
    const data = part.subarray(gap + 4);
    const key = /;\s*name="([^"]*)"/.exec(head)?.[1] ?? '';
    const name = /filename="?([^"\r\n;]*)/.exec(head)?.[1];
    if (name === undefined) fields[key] = data.toString('utf8');
    else uploads.set(key, { name, data: Buffer.from(data) });
    from = to;
  }
}
