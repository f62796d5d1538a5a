/** What the programme's rules say no to: expected, answered kindly, and undone without a trace. */

export type RefusalCode =
  /** It has begun or is over: nothing can be answered any more. */
  | 'assembly-past'
  | 'assembly-cancelled'
  /** It has not begun: there is nothing to put down yet. */
  | 'assembly-ahead'
  /** More was taken down than any assembly decides. */
  | 'minutes-full'
  /** Its date, hour or place changed between the question and the answer. */
  | 'assembly-changed'
  /** Nobody is counted at the door now: no assembly is near, or its day is over. */
  | 'door-closed'
  /** Whoever asks has no such role there, or not any more. */
  | 'not-yours'
  /** A call for an hour that is over, that is more than a year away, or that the clocks leave out. */
  | 'call-past'
  | 'call-too-far'
  | 'call-no-such-hour'
  /** The clinic has another assembly on that day. */
  | 'call-same-day'
  /** Somebody else has confirmed or declined it. */
  | 'call-settled'
  | 'unknown-assembly'
  | 'unknown-clinic'
  /** Of works and their money: no such thing; not a whole number from 0 to 100; not for its kind; below zero, none, or the same. */
  | 'unknown-work'
  | 'unknown-line'
  | 'unknown-photo'
  | 'bad-percent'
  | 'bad-status'
  | 'bad-amount'
  /** No such day, or one that is over, or not yet come. */
  | 'bad-date'
  /** More than there was for it, and no reason given. */
  | 'over-amount'
  /** Money was entered for it, or progress reported. */
  | 'work-begun'
  | 'unknown-language'
  /** There is no such conversation with this person, or it was not said which of several is meant. */
  | 'relay-unknown'
  | 'relay-which'
  | 'relay-over'
  /** Too much was written within the hour. */
  | 'too-many'
  /** Nobody of those who could answer can be reached, or takes this person's messages. */
  | 'relay-nobody'
  | 'relay-blocked'
  /** There is nothing in it, or more than is taken. */
  | 'text-empty'
  | 'text-long'
  /** Of what was said of a need there is as much as is kept. */
  | 'details-full'
  /** The post was left, ended or handed over meanwhile. */
  | 'post-gone'
  /** Of the posts of a clinic: there is a list; no such list; no room; one is called so; gone meanwhile; the line of who was elected is gone. */
  | 'seats-known'
  | 'seats-unknown'
  | 'seats-full'
  | 'seat-known'
  | 'seat-gone'
  | 'elected-gone'
  /** The code was used or taken back meanwhile. */
  | 'code-gone'
  /** Closed, or of somewhere else. */
  | 'unknown-concern'
  | 'concern-closed'
  /** The notice: to nobody; the clinic's limit of the day is reached; the same text an hour ago; of no use by then; over. */
  | 'notice-nobody'
  | 'notice-limit'
  | 'notice-twice'
  | 'notice-late'
  | 'notice-over'
  /** A file that is not taken: of another kind, or too much for those who pay by the megabyte. */
  | 'file-kind'
  | 'file-big'
  /** Of a ballot: too early; too late; of another clinic; the clinic is theirs only since the vote opened; they vote on paper; not on the list, none or too many. */
  | 'vote-not-open'
  | 'vote-closed'
  | 'vote-elsewhere'
  | 'vote-late'
  | 'vote-paper'
  | 'vote-choices'
  /** No vote that is closed; one with so few ballots that a list of them would tell who chose what. */
  | 'unknown-vote'
  | 'few-ballots'
  /** Of a ballot being built: no amount is loaded; a vote is announced or open; it is not being built any more. */
  | 'ballot-no-budget'
  | 'ballot-running'
  | 'ballot-frozen'
  /** Costs more than the amount; on it already; no such item or need; fewer than two, more than it holds, nobody invited. */
  | 'ballot-over'
  | 'ballot-twice'
  | 'ballot-unknown'
  | 'ballot-few'
  | 'ballot-many'
  | 'ballot-nobody'
  /** When it opens: not said, or too soon. When it closes: not after that, or too long after. */
  | 'ballot-opens'
  | 'ballot-closes'
  /** Of votes on paper: no vote to count for; no such number; more for one thing than ballots; more than all ballots hold. */
  | 'paper-none'
  | 'paper-number'
  | 'paper-over'
  | 'paper-sum'
  /** No such need, or not in the list any more; somebody else has ruled on it; no room for another of this person's. */
  | 'unknown-need'
  | 'need-settled'
  | 'needs-full'
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
