/** What the bot says, the same for every channel. Each channel translates it and drops nothing. */

export interface ReplyChoice {
  /** `<turn>:<index>`, index from 0; at most 64 bytes. The person may also type index + 1 or the label. */
  id: string;
  label: string;
  /** A second line where the channel has room for one. */
  hint?: string;
}

export interface Attachment {
  name: string;
  mime: string;
  /** The bytes, base64. */
  data: string;
  /** Of what is kept: the outbox holds this in place of the bytes. */
  fileId?: number;
}

export interface Reply {
  /** Paragraphs are separated by an empty line. Plain text: no markup of any channel. */
  text: string;
  choices?: readonly ReplyChoice[];
  /** What the question waits for; absent for a notice, which leaves the conversation as it was. */
  expects?: 'choice' | 'text' | 'location' | 'photo' | 'contact';
  /** WGS84 degrees. */
  location?: { lat: number; lng: number; title?: string; address?: string };
  image?: Attachment;
  document?: Attachment;
}
