/** What the programme's rules say no to: expected, answered kindly, and undone without a trace. */

export type RefusalCode =
  /** It has begun or is over: nothing can be answered any more. */
  | 'assembly-past'
  | 'assembly-cancelled'
  /** Its date, hour or place changed between the question and the answer. */
  | 'assembly-changed'
  | 'unknown-assembly'
  | 'unknown-clinic'
  | 'unknown-language'
  /** What was to be joined has been joined, taken back or deleted meanwhile. */
  | 'link-gone';

export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
  }
}
