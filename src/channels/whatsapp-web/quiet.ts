/** Keeps a library quiet that prints keys and numbers: libsignal writes whole sessions to the console. */

const nothing = () => {};

/**
 * From now on nothing in this process is printed by `console`; the program itself writes to its log and to stdout. Gives
 * what undoes it.
 */
export function quietConsole(): () => void {
  const before = globalThis.console;
  globalThis.console = { ...before, log: nothing, info: nothing, warn: nothing, error: nothing, debug: nothing };
  return () => {
    globalThis.console = before;
  };
}

/** For Baileys, whose log names telephones. */
export const silentLog = {
  level: 'silent',
  child: () => silentLog,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
