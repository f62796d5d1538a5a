/** What a person can mean, and the keys under which a language's file lists the ways to say it. */

export type RoleWord =
  | 'call'
  | 'notice'
  | 'attendance'
  | 'entry'
  | 'ballot'
  | 'need-review'
  | 'diagnosis'
  | 'inform'
  | 'minutes'
  | 'poster'
  | 'paper'
  | 'panel';

/** What is done with a relay. */
export type RelayWord = 'answer' | 'end' | 'block' | 'report';

export type Intent =
  | { name: 'menu' | 'help' | 'back' | 'privacy' | 'mydata' | 'mydata.delete' }
  | { name: 'language'; to?: 'en' | 'es-MX' }
  | { name: 'notices' | 'notices.off' | 'notices.changes' | 'notices.on' }
  /** The last notice of a committee is to be reported. */
  | { name: 'notice.report' }
  | {
      name: 'programme';
      /** `care`: does not coming affect my care; `party`: is it of a party. */
      topic?: 'what' | 'who' | 'cost' | 'bring' | 'cosabi' | 'decide' | 'care' | 'party' | 'quorum';
    }
  | {
      name: 'assembly';
      about?: 'when' | 'where' | 'agenda' | 'map' | 'calendar';
      /** The words that name the clinic, in lower case as typed, without fillers. */
      clinic?: string;
    }
  | {
      name: 'rsvp';
      /** Absent: the person wants to change the answer given. */
      answer?: 'yes' | 'no' | 'maybe';
      /** 0-9; absent when the person did not say, or said more. */
      companions?: number;
      clinic?: string;
    }
  | { name: 'clinic' | 'clinic.follow'; clinic?: string }
  | { name: 'clinic.missing' | 'date.wrong' | 'petitions' | 'report' }
  | { name: 'committee' | 'progress' | 'result'; clinic?: string }
  /** `text` is what is lacking, as typed, without the words around it. */
  | { name: 'needs'; text?: string }
  /** `check`: the code of a receipt to look up, in capitals; empty when the person did not type one. `paper`: they vote on paper. */
  | { name: 'vote'; check?: string; paper?: true }
  /** `code` in capitals: of another channel of the same person; absent where one is wanted. */
  | { name: 'link'; code?: string }
  /** A code typed alone that offers a role, as it was typed; absent where one is only spoken of. */
  | { name: 'invitation'; code?: string }
  /** `code` in capitals, for the words that take one. */
  | { name: 'roles'; word?: RoleWord; code?: string }
  /** `number` as typed, absent where there is but one; `text` as typed, empty where nothing follows. */
  | { name: 'relay'; word: RelayWord; number?: number; text?: string }
  | { name: 'outofscope'; matter: 'appointment' | 'medicine' | 'results' | 'paperwork' }
  | { name: 'human' | 'greeting' | 'thanks' | 'goodbye' | 'who-are-you' | 'yes' | 'no' }
  /** The message holds a CURP, an affiliation or a card number. */
  | { name: 'personal-data' };

const KEYS: Readonly<Record<string, Intent>> = {
  menu: { name: 'menu' },
  help: { name: 'help' },
  back: { name: 'back' },
  privacy: { name: 'privacy' },
  mydata: { name: 'mydata' },
  'mydata.delete': { name: 'mydata.delete' },
  link: { name: 'link' },
  invitation: { name: 'invitation' },
  language: { name: 'language' },
  'language.en': { name: 'language', to: 'en' },
  'language.es-MX': { name: 'language', to: 'es-MX' },
  notices: { name: 'notices' },
  'notices.off': { name: 'notices.off' },
  'notices.changes': { name: 'notices.changes' },
  'notices.on': { name: 'notices.on' },
  'notice.report': { name: 'notice.report' },
  programme: { name: 'programme' },
  'programme.what': { name: 'programme', topic: 'what' },
  'programme.who': { name: 'programme', topic: 'who' },
  'programme.cost': { name: 'programme', topic: 'cost' },
  'programme.bring': { name: 'programme', topic: 'bring' },
  'programme.cosabi': { name: 'programme', topic: 'cosabi' },
  'programme.decide': { name: 'programme', topic: 'decide' },
  'programme.care': { name: 'programme', topic: 'care' },
  'programme.party': { name: 'programme', topic: 'party' },
  'programme.quorum': { name: 'programme', topic: 'quorum' },
  assembly: { name: 'assembly' },
  'assembly.when': { name: 'assembly', about: 'when' },
  'assembly.where': { name: 'assembly', about: 'where' },
  'assembly.agenda': { name: 'assembly', about: 'agenda' },
  'assembly.map': { name: 'assembly', about: 'map' },
  'assembly.calendar': { name: 'assembly', about: 'calendar' },
  rsvp: { name: 'rsvp' },
  'rsvp.yes': { name: 'rsvp', answer: 'yes' },
  'rsvp.no': { name: 'rsvp', answer: 'no' },
  'rsvp.maybe': { name: 'rsvp', answer: 'maybe' },
  clinic: { name: 'clinic' },
  'clinic.missing': { name: 'clinic.missing' },
  'clinic.follow': { name: 'clinic.follow' },
  'date.wrong': { name: 'date.wrong' },
  needs: { name: 'needs' },
  petitions: { name: 'petitions' },
  vote: { name: 'vote' },
  'vote.check': { name: 'vote', check: '' },
  'vote.paper': { name: 'vote', paper: true },
  result: { name: 'result' },
  progress: { name: 'progress' },
  report: { name: 'report' },
  committee: { name: 'committee' },
  roles: { name: 'roles' },
  'roles.call': { name: 'roles', word: 'call' },
  'roles.notice': { name: 'roles', word: 'notice' },
  'roles.attendance': { name: 'roles', word: 'attendance' },
  'roles.entry': { name: 'roles', word: 'entry' },
  'roles.ballot': { name: 'roles', word: 'ballot' },
  'roles.need-review': { name: 'roles', word: 'need-review' },
  'roles.diagnosis': { name: 'roles', word: 'diagnosis' },
  'roles.inform': { name: 'roles', word: 'inform' },
  'roles.minutes': { name: 'roles', word: 'minutes' },
  'roles.poster': { name: 'roles', word: 'poster' },
  'roles.paper': { name: 'roles', word: 'paper' },
  'roles.panel': { name: 'roles', word: 'panel' },
  'outofscope.appointment': { name: 'outofscope', matter: 'appointment' },
  'outofscope.medicine': { name: 'outofscope', matter: 'medicine' },
  'outofscope.results': { name: 'outofscope', matter: 'results' },
  'outofscope.paperwork': { name: 'outofscope', matter: 'paperwork' },
  human: { name: 'human' },
  greeting: { name: 'greeting' },
  thanks: { name: 'thanks' },
  goodbye: { name: 'goodbye' },
  'personal-data': { name: 'personal-data' },
  'who-are-you': { name: 'who-are-you' },
  yes: { name: 'yes' },
  no: { name: 'no' },
};

/** The intent of a key of `understanding.json`. Throws for a key that means nothing, at boot and not in a conversation. */
export function intentOf(key: string): Intent {
  const intent = KEYS[key];
  if (intent === undefined) throw new Error(`understanding.json has an unknown intent: ${key}`);
  return intent;
}
