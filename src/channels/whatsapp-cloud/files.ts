/** The files that the Cloud API takes, and under which name it takes them. */

import type { Attachment, Reply } from '../../conversation/reply.ts';

export interface Upload {
  as: 'image' | 'document';
  name: string;
  mime: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const IMAGES = ['image/jpeg', 'image/png'];
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

const DOCUMENTS = [
  'application/pdf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'text/plain',
];
const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;

/** The files of a reply, or why one can never be sent. */
export function uploadsOf({ image, document }: Reply): Upload[] | { problem: string } {
  const uploads: Upload[] = [];
  if (image) uploads.push(uploadOf('image', image));
  if (document) uploads.push(uploadOf('document', document));
  for (const { as, mime, bytes } of uploads) {
    const [kinds, most] = as === 'image' ? [IMAGES, MAX_IMAGE_BYTES] : [DOCUMENTS, MAX_DOCUMENT_BYTES];
    if (!kinds.includes(mime)) return { problem: `WhatsApp takes no ${as} of the kind ${mime}` };
    if (bytes.length === 0 || bytes.length > most) return { problem: `the ${as} must have 1 to ${most} bytes` };
  }
  return uploads;
}

function uploadOf(as: Upload['as'], { name, mime, data }: Attachment): Upload {
  const [kind = ''] = mime.toLowerCase().split(';');
  // The API refuses other texts (a calendar, a table) by their kind. The phone goes by the ending of the name.
  const taken = as === 'document' && kind.startsWith('text/') ? 'text/plain' : kind.trim();
  return {
    as,
    name: name.replaceAll(/[\r\n"]/g, '_'),
    mime: taken,
    bytes: new Uint8Array(Buffer.from(data, 'base64')),
  };
}
