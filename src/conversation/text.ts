/** What is to be said, before it is put into a language. */

/** An instant shown in a place's own time: weekday, date and hour. */
export interface Moment {
  at: number;
  timeZone: string;
  /** `when` (default): date and hour; `date` and `time`: one of them alone. */
  as?: 'when' | 'date' | 'time';
}

/** Strings and numbers go in as they are, moments in the reader's language, texts translated. */
export type TextValue = string | number | Moment | Text;

/** A key of `locales/<language>/<namespace>.json` written `namespace:key`, with its values. */
export interface Text {
  key: string;
  values?: Readonly<Record<string, TextValue>>;
}
