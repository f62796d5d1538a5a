/** What a channel has begun and must finish before it stops. */

export interface UnderWay {
  /** Gives the task back as it is. */
  track<T>(task: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, also of what was begun meanwhile. Never rejects. */
  settled(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const tasks = new Set<Promise<void>>();
  return {
    track(task) {
      const done = task.then(
        () => {},
        () => {},
      );
      tasks.add(done);
      void done.then(() => tasks.delete(done));
      return task;
    },
    async settled() {
      while (tasks.size > 0) await Promise.all(tasks);
    },
  };
}
