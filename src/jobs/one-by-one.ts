/** What is done for one thing after another, such as votes: what fails with one of them keeps none of the others waiting. */

export type OnAlarm = (message: string, cause?: unknown) => void;

/** For callers that watch for no alarms: the first failure stops the work. */
export const throwing: OnAlarm = (message, cause) => {
  throw new Error(message, { cause });
};

/** In their order, one at a time; for each that fails an alarm is raised, in the words of `failed`. */
export async function oneByOne<T>(
  all: readonly T[],
  work: (each: T) => Promise<void>,
  { failed, onAlarm }: { failed: (each: T) => string; onAlarm: OnAlarm },
): Promise<void> {
  for (const each of all) {
    try {
      await work(each);
    } catch (error) {
      onAlarm(failed(each), error);
    }
  }
}
