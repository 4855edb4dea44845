/** How long after the server's own limit an answer may take on its way. */
const graceMs = 5_000;

/** Before anything is drawn at a connection that stands still, TCP itself asks whether the other end is there. */
export const keepAliveMs = 10_000;

/** Bounds the time that a session waits for an answer. */
export interface Deadline {
  /**
   * @param statementMs the server's own limit, in milliseconds; undefined: an answer may take as long as it takes, and
   *   only TCP notices that the other end is gone
   */
  set(statementMs: number | undefined): void;
  /** The answer, unless the session expires before. */
  bound<T>(answer: Promise<T>): Promise<T>;
}

/**
 * A connection whose packets are dropped without a word, as by a firewall that forgot it, gives no error: whoever waits
 * for an answer would wait for ever.
 *
 * @param expire ends the session, so that the answer which it waits for fails
 */
export function deadline(expire: () => void): Deadline {
  let limitMs: number | undefined;
  return {
    set(statementMs) {
      limitMs = statementMs === undefined ? undefined : statementMs + graceMs;
    },
    async bound(answer) {
      if (limitMs === undefined) return answer;
      let isAnswered = false;
      // After a pause of this process the answer may lie there unread: it is read before the session is given up.
      const late = () =>
        setImmediate(() => {
          if (!isAnswered) expire();
        });
      const timer = setTimeout(late, limitMs);
      try {
        return await answer;
      } finally {
        isAnswered = true;
        clearTimeout(timer);
      }
    },
  };
}
