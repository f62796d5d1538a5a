/** The registry: every flow of the bot. The first is where conversations begin. */

import type { Flow } from '../src/conversation/flow.ts';
import appointments from './appointments/flow.ts';
import assembly from './assembly/flow.ts';
import attendance from './attendance/flow.ts';
import broadcast from './broadcast/flow.ts';
import call from './call/flow.ts';
import calls from './calls/flow.ts';
import clinic from './clinic/flow.ts';
import committee from './committee/flow.ts';
import concern from './concern/flow.ts';
import dates from './dates/flow.ts';
import decision from './decision/flow.ts';
import entry from './entry/flow.ts';
import inform from './inform/flow.ts';
import invitation from './invitation/flow.ts';
import language from './language/flow.ts';
import link from './link/flow.ts';
import many from './many/flow.ts';
import menu from './menu/flow.ts';
import minutes from './minutes/flow.ts';
import myRoles from './my-roles/flow.ts';
import noticeReport from './notice-report/flow.ts';
import notices from './notices/flow.ts';
import office from './office/flow.ts';
import poster from './poster/flow.ts';
import privacy from './privacy/flow.ts';
import programme from './programme/flow.ts';
import progress from './progress/flow.ts';
import relay from './relay/flow.ts';
import review from './review/flow.ts';
import spending from './spending/flow.ts';

export const flows: readonly Flow[] = [
  menu,
  appointments,
  assembly,
  attendance,
  broadcast,
  call,
  calls,
  clinic,
  committee,
  concern,
  dates,
  decision,
  entry,
  inform,
  invitation,
  language,
  link,
  many,
  minutes,
  myRoles,
  noticeReport,
  notices,
  office,
  poster,
  privacy,
  programme,
  progress,
  relay,
  review,
  spending,
];
