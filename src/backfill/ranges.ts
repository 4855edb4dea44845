import type { RangeQueue } from './pg-boss.js';
import type { Range } from './progress.js';
import type { Session } from './session.js';

/** How the workers of a process come by their ranges. */
export interface RangeSource {
  /** undefined: none is to be had now. */
  claim(session: Session, worker: string, leads: boolean): Promise<Range | undefined>;
  /** The range of this worker is worked off. */
  done(session: Session, worker: string, range: Range): Promise<void>;
  /** True once no range will come any more. */
  isEmpty(session: Session): Promise<boolean>;
}

/**
 * The workers of one process take their ranges from the database itself.
 *
 * @param rows of a new range; undefined: one worker takes all
 */
export function rangesOfProcess(rows: number | undefined): RangeSource {
  return {
    claim: ({ store }, worker) => store.claim(worker, rows),
    done: ({ store }, worker, range) => store.close(worker, range),
    isEmpty: async ({ store }) => (await store.ranges()).length === 0,
  };
}

/** Ranges that wait for a worker, at most: enough for many machines, and few enough to be counted. */
const ahead = 64;

/** The leader writes ranges down and queues them; the workers of all machines fetch them. */
export function rangesOfQueue(queue: RangeQueue, rows: number): RangeSource {
  const held = new Map<string, string>();
  const plan = async ({ connection, store }: Session) => {
    for (let open = (await store.ranges()).length; open < ahead; open += 1) {
      const planned = await connection.transaction(async () => {
        const range = await store.lease(null, rows);
        if (range?.id !== undefined) await queue.send(connection, [range.id]);
        return range;
      });
      if (planned === undefined) return;
    }
  };
  return {
    async claim(session, worker, leads) {
      if (leads) await plan(session);
      const id = held.get(worker) ?? (await queue.fetch());
      if (id === undefined) return undefined;
      held.set(worker, id);
      const range = await session.store.take(worker, id);
      if (range === undefined) {
        // Worked off by another before it could say so.
        await queue.complete(id);
        held.delete(worker);
      }
      return range;
    },
    async done({ store }, worker, range) {
      await store.close(worker, range);
      if (range.id !== undefined) await queue.complete(range.id);
      held.delete(worker);
    },
    async isEmpty({ store }) {
      return (await store.ranges()).length === 0;
    },
  };
}
