/** The operator's commands: `npm run cli -- …`. Exit code 0: all of it worked; 1: not all of it; 2: wrong usage. */

import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from '../config.ts';
import { backup, restore } from './backup.ts';
import { onDatabase } from './command.ts';
import { dayCheck } from './day-check.ts';
import { exportAttendance, exportReports, exportRsvps } from './export.ts';
import { importAssembliesFile } from './import-assemblies.ts';
import { importBudgetsFile } from './import-budgets.ts';
import { importClinicsFile } from './import-clinics.ts';
import { importPausesFile } from './import-pauses.ts';
import { importProgrammeFile } from './import-programme.ts';
import { INVITABLE, inviteTo, listRoles, revoke } from './invite.ts';
import { setNoticeLimit } from './notice-limit.ts';
import { OperatorError } from './operator-error.ts';
import { printSheets } from './sheets.ts';
import { RULES, tallyFile } from './tally.ts';
import { verifyVote } from './verify-vote.ts';

const program = new Command('asamblea')
  .description('Works on the database of the bot: DATABASE_URL, by default the one that `npm start` uses.')
  .exitOverride();

const json = () => new Option('--json', 'print one line of JSON instead');

program
  .command('import-clinics <file>')
  .description('load the directory: a CSV like those of db/seed, or the official table saved as CSV')
  .addOption(json())
  .action((file: string, options) => onDatabase((context) => importClinicsFile(context, file, options)));

program
  .command('import-assemblies <file>')
  .description(
    'load assemblies: clues,date,time,place and, if wanted, id,status,capacity,agenda,called_by,lat,lng,note',
  )
  .addOption(new Option('--move', 'a new date moves the upcoming assembly of its clinic').conflicts('add'))
  .addOption(new Option('--add', 'a new date is one more assembly of its clinic'))
  .addOption(json())
  .action((file: string, options) => onDatabase((context) => importAssembliesFile(context, file, options)));

program
  .command('import-programme <file>')
  .description('load which clinics take part in the programme: clues,year')
  .addOption(json())
  .action((file: string, options) => onDatabase((context) => importProgrammeFile(context, file, options)));

program
  .command('invite <role>')
  .description(`make a code that gives a role to whoever types it first: ${INVITABLE.join(', ')}`)
  .option('--clinic <clues>', 'at this clinic')
  .option('--state <code>', 'of a whole state, 01 to 32: facilitators only')
  .option('--post <name>', 'what the clinic calls the post')
  .option('--days <number>', 'how long the code is good: 7 if not said')
  .addOption(json())
  .action((role: string, options) => onDatabase((context) => inviteTo(context, role, options)));

program
  .command('roles')
  .description('who holds which role, and which invitations are open')
  .option('--clinic <clues>', 'of this clinic only')
  .addOption(json())
  .action((options) => onDatabase((context) => listRoles(context, options)));

program
  .command('revoke <id>')
  .description('end a role, by its number in the list of roles')
  .option('--invitation', 'take back an invitation instead')
  .action((id: string, options) => onDatabase((context) => revoke(context, id, options)));

program
  .command('import-budgets <file>')
  .description('load the money of each clinic in a year, in pesos: clues,year,amount')
  .addOption(json())
  .action((file: string, options) => onDatabase((context) => importBudgetsFile(context, file, options)));

program
  .command('day-check')
  .description('before an assembly: what is in order here, and what is to be mended')
  .addOption(json())
  .action((options) => dayCheck(options));

program
  .command('sheets')
  .description('paper for an assembly without network, as PDF: an attendance sheet and a tally sheet')
  .requiredOption('--clinic <clues>', 'of this clinic')
  .requiredOption('--out <file>', 'the PDF to write')
  .action((options) => onDatabase((context) => printSheets(context, options)));

program
  .command('backup <file>')
  .description('copy the database while the bot runs: without the key, without the account on WhatsApp Web')
  .addOption(json())
  .action((file: string, options) => backup(file, options));

program
  .command('restore <file>')
  .description('put a backup in the place of the database, which is kept beside it; the bot must be stopped')
  .option('--send-waiting', 'send what waited in a backup of a running bot, even if it may have been sent since')
  .action((file: string, options) => restore(file, options));

program
  .command('import-pauses <file>')
  .description(
    'load the electoral pauses: state,from,to; an empty state is the whole country. Those loaded before are gone',
  )
  .addOption(json())
  .action((file: string, options) => onDatabase((context) => importPausesFile(context, file, options)));

program
  .command('notice-limit <clues> [number]')
  .description(
    'how many notices to many a clinic may send in a day; without a number, as many as any (NOTICES_PER_DAY)',
  )
  .action((clues: string, number?: string) => onDatabase((context) => setNoticeLimit(context, clues, number)));

program
  .command('tally <file>')
  .description('count a vote of a Pabulib file (.pb) as a vote of a clinic is counted; needs no database')
  .addOption(new Option('--rule <rule>', 'by votes, or by equal shares').choices(RULES).default('greedy'))
  .addOption(json())
  .action((file: string, options) => tallyFile(file, options));

program
  .command('verify-vote <file>')
  .description('recount a published vote from its file alone, and say which line was altered; needs no database')
  .option('--digest <digest>', 'the digest that was told, or its first 32 figures at least')
  .addOption(json())
  .action((file: string, options) => verifyVote(file, options));

const exports = program.command('export').description('print what is in the database as CSV');

exports
  .command('rsvps')
  .description('upcoming assemblies and how many people each expects')
  .option('--clinic <clues>', 'of this clinic only')
  .addOption(json())
  .action((options) => onDatabase((context) => exportRsvps(context, options)));

exports
  .command('attendance')
  .description('how many people came: with a code, without one, counted by eye')
  .option('--clinic <clues>', 'of this clinic only')
  .addOption(json())
  .action((options) => onDatabase((context) => exportAttendance(context, options)));

exports
  .command('reports')
  .description('what people reported: wrong dates, missing clinics')
  .addOption(json())
  .action((options) => onDatabase((context) => exportReports(context, options)));

// Its library is loaded by these commands alone.
const commands = () => import('./whatsapp.ts');

const whatsapp = program
  .command('whatsapp')
  .description('the account on WhatsApp Web, on the database of `WHATSAPP_WEB=on npm start`; see docs/whatsapp.md');

whatsapp
  .command('pair')
  .description('pair a phone by a QR in the terminal, while the bot is stopped')
  .option('--number <number>', 'by a code to type on the phone of this number instead')
  .action(async (options) => (await commands()).pair(options));

whatsapp
  .command('unpair')
  .description('forget the account here')
  .action(async () => (await commands()).unpair());

whatsapp
  .command('status')
  .description('who is paired, what waits')
  .addOption(json())
  .action(async (options) => (await commands()).status(options));

whatsapp
  .command('test <number>')
  .description('send a message to somebody who has written to the bot before')
  .action(async (number: string) => (await commands()).sendTestMessage(number));

whatsapp
  .command('templates')
  .description('the templates to register for the Cloud API')
  .addOption(json())
  .action(async (options) => (await commands()).templates(options));

// Errors of usage are thrown as CommanderError after commander has printed them.
for (const command of [...program.commands, ...exports.commands, ...whatsapp.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof OperatorError || error instanceof ConfigError) return error.message;
  // Errors of a query carry the query and its values in their message; what is wrong stands in their cause.
  const { code, message } = (error instanceof Error && error.cause ? error.cause : error) as NodeJS.ErrnoException;
  if (code === 'SQLITE_BUSY') {
    return 'The database was busy for too long. What was loaded stays loaded: run the command again.';
  }
  return `It did not work: ${(message || code || String(error)).split('\n', 1)[0]}`;
}
