/** The registry: every flow of the bot. The first is where conversations begin. */

import type { Flow } from '../src/conversation/flow.ts';
import appointments from './appointments/flow.ts';
import assembly from './assembly/flow.ts';
import attendance from './attendance/flow.ts';
import ballot from './ballot/flow.ts';
import ballotItems from './ballot-items/flow.ts';
import ballotTerms from './ballot-terms/flow.ts';
import broadcast from './broadcast/flow.ts';
import call from './call/flow.ts';
import calls from './calls/flow.ts';
import clinic from './clinic/flow.ts';
import committee from './committee/flow.ts';
import concern from './concern/flow.ts';
import dates from './dates/flow.ts';
import decision from './decision/flow.ts';
import diagnosis from './diagnosis/flow.ts';
import election from './election/flow.ts';
import entry from './entry/flow.ts';
import inform from './inform/flow.ts';
import invitation from './invitation/flow.ts';
import language from './language/flow.ts';
import link from './link/flow.ts';
import many from './many/flow.ts';
import menu from './menu/flow.ts';
import minutes from './minutes/flow.ts';
import myRoles from './my-roles/flow.ts';
import needReview from './need-review/flow.ts';
import needs from './needs/flow.ts';
import noticeReport from './notice-report/flow.ts';
import notices from './notices/flow.ts';
import office from './office/flow.ts';
import paperCount from './paper-count/flow.ts';
import petitions from './petitions/flow.ts';
import poster from './poster/flow.ts';
import privacy from './privacy/flow.ts';
import programme from './programme/flow.ts';
import progress from './progress/flow.ts';
import relay from './relay/flow.ts';
import result from './result/flow.ts';
import review from './review/flow.ts';
import seats from './seats/flow.ts';
import spending from './spending/flow.ts';
import vote from './vote/flow.ts';

export const flows: readonly Flow[] = [
  menu,
  appointments,
  assembly,
  attendance,
  ballot,
  ballotItems,
  ballotTerms,
  broadcast,
  call,
  calls,
  clinic,
  committee,
  concern,
  dates,
  decision,
  diagnosis,
  election,
  entry,
  inform,
  invitation,
  language,
  link,
  many,
  minutes,
  myRoles,
  needReview,
  needs,
  noticeReport,
  notices,
  office,
  paperCount,
  petitions,
  poster,
  privacy,
  programme,
  progress,
  relay,
  result,
  review,
  seats,
  spending,
  vote,
];
