import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Endpoint,
  type Operation,
  type Random,
  RequestFailed,
  type Tenant,
  type Workload,
  WrongAnswer,
} from './operation.js';

/** A running instance: several may be of one generation. */
export interface Target {
  readonly generation: string;
  /** Its base URL, on the loopback interface. */
  readonly url: string;
}

export interface Failure {
  readonly kind: 'error' | 'wrong-answer';
  readonly operation: string;
  /** The one that gave the bad answer, or none. */
  readonly generation: string;
  readonly detail: string;
}

export interface LoadCounts {
  /** How many operations have ended, well or not; each is several requests. */
  readonly operations: number;
  readonly byOperation: Readonly<Record<string, number>>;
  /** How many requests each generation got. */
  readonly requests: Readonly<Record<string, number>>;
  readonly errors: number;
  readonly wrongAnswers: number;
  /** Operations cut short since their target had been taken out and was gone: no error. */
  readonly abandoned: number;
  /** The first hundred failures. */
  readonly failures: readonly Failure[];
}

export interface Load {
  /**
   * From now on operations begin on these targets alone; with none they wait.
   *
   * @returns when no operation works on a target that was taken out: it can be stopped
   */
  setTargets(targets: readonly Target[]): Promise<void>;
  counts(): LoadCounts;
  /** Lets the operations under way end. */
  stop(): Promise<LoadCounts>;
}

export interface LoadOptions<T extends Tenant> {
  readonly workload: Workload<T>;
  readonly targets: readonly Target[];
  readonly seed: number;
  /** How many operations run at once. */
  readonly concurrency: number;
}

const longestMs = 600_000;
const requestMs = 20_000;
const pauseMs = 10;
/** Between two operations of a worker: people think, and what starts beside them gets its turn. */
const thinkMs = 40;
const keptFailures = 100;

/** Steady mixed load on a changing set of instances, each operation checked against what was written before. */
export function startLoad<T extends Tenant>(options: LoadOptions<T>): Load {
  const { workload } = options;
  let targets = checked(options.targets);
  let running = true;
  let turn = 0;
  const until = Date.now() + longestMs;
  const busy = new Map<Target, number>();
  const released: (() => void)[] = [];

  let operations = 0;
  let errors = 0;
  let wrongAnswers = 0;
  let abandoned = 0;
  const byOperation: Record<string, number> = {};
  const requests: Record<string, number> = {};
  const failures: Failure[] = [];
  const counts = (): LoadCounts => ({
    operations,
    byOperation: { ...byOperation },
    requests: { ...requests },
    errors,
    wrongAnswers,
    abandoned,
    failures: [...failures],
  });

  function note(kind: Failure['kind'], operation: string, generation: string, detail: string): void {
    if (kind === 'error') errors += 1;
    else wrongAnswers += 1;
    if (failures.length < keptFailures) failures.push({ kind, operation, generation, detail });
  }

  /** Round robin; the second is of another generation, or another instance, or the same if it is alone. */
  function nextPair(): readonly [Target, Target] | undefined {
    const here = targets[turn % targets.length];
    if (!here) return undefined;
    const elsewhere = targets.filter(({ generation }) => generation !== here.generation);
    const beside = elsewhere.length > 0 ? elsewhere : targets.filter((target) => target !== here);
    const there = beside[Math.floor(turn / targets.length) % beside.length] ?? here;
    turn += 1;
    return [here, there];
  }

  function endpoint(target: Target, token: string | undefined): Endpoint {
    const { generation } = target;
    return {
      generation,
      async send(expected, method, path, body) {
        requests[generation] = (requests[generation] ?? 0) + 1;
        const { status, text, isJson } = await exchange(target, path, {
          method,
          headers: {
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (status !== expected) {
          throw new RequestFailed(
            generation,
            `${method} ${path} answered ${status} instead of ${expected}: ${text}`,
          );
        }
        return isJson ? JSON.parse(text) : text;
      },
    };
  }

  /** One worker has one tenant, and after a failure another, whose state is known again. */
  async function work(worker: number): Promise<void> {
    const random = seeded(options.seed * 1009 + worker);
    const slug = `load-${options.seed}-${worker}-${Date.now().toString(36)}`;
    let tenants = 0;
    let tenant: T | undefined;
    while (running && Date.now() < until) {
      const pair = nextPair();
      if (!pair) {
        await sleep(pauseMs);
        continue;
      }
      const [here, there] = pair;
      const operation = tenant && (workload.urgent(tenant) ?? choose(workload.operations, random));
      const name = operation?.name ?? workload.beginning;
      hold(pair, 1);
      try {
        if (operation && tenant) {
          const { token } = tenant;
          await operation.run({ tenant, random, here: endpoint(here, token), there: endpoint(there, token) });
        } else {
          tenants += 1;
          tenant = await workload.begin(endpoint(here, undefined), `${slug}-${tenants}`);
        }
      } catch (error) {
        tenant = undefined;
        if (error instanceof WrongAnswer) note('wrong-answer', name, error.generation, error.message);
        else if (!(error instanceof RequestFailed))
          note('error', name, here.generation, String((error as Error).stack));
        else if (error.silentUrl !== undefined && !targets.some(({ url }) => url === error.silentUrl))
          abandoned += 1;
        else note('error', name, error.generation, error.message);
        // A server that is broken must not be hammered.
        await sleep(pauseMs);
      } finally {
        hold(pair, -1);
      }
      operations += 1;
      byOperation[name] = (byOperation[name] ?? 0) + 1;
      await sleep(thinkMs);
    }
  }

  function hold(pair: readonly Target[], by: 1 | -1): void {
    for (const target of pair) busy.set(target, (busy.get(target) ?? 0) + by);
    if (by === -1) for (const look of released.splice(0)) look();
  }

  const workers = Array.from({ length: options.concurrency }, (_, worker) => work(worker));
  const finished = Promise.all(workers);

  return {
    async setTargets(next) {
      const before = targets;
      const kept = (target: Target) =>
        before.find(({ generation, url }) => generation === target.generation && url === target.url) ??
        target;
      targets = checked(next).map(kept);
      const gone = before.filter((target) => !targets.includes(target));
      while (gone.some((target) => (busy.get(target) ?? 0) > 0)) {
        await new Promise<void>((resolve) => released.push(resolve));
      }
    },
    counts,
    async stop() {
      running = false;
      await finished;
      return counts();
    },
  };
}

interface Exchange {
  readonly status: number;
  readonly text: string;
  readonly isJson: boolean;
}

async function exchange({ generation, url }: Target, path: string, init: RequestInit): Promise<Exchange> {
  try {
    const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(requestMs) });
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
    return { status: response.status, text: await response.text(), isJson };
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? `${message} (${cause.message})` : message;
    throw new RequestFailed(generation, `${init.method} ${url}${path} was not answered: ${reason}`, url);
  }
}

/** Load is for our own processes only. */
function checked(targets: readonly Target[]): readonly Target[] {
  for (const { url } of targets) {
    if (!['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname)) {
      throw new Error(`${url} is not on the loopback interface`);
    }
  }
  return targets;
}

function choose<T extends Tenant>(operations: readonly Operation<T>[], random: Random): Operation<T> {
  let left = random.below(operations.reduce((sum, { weight }) => sum + weight, 0));
  for (const operation of operations) {
    left -= operation.weight;
    if (left < 0) return operation;
  }
  throw new Error('the weights do not add up');
}

/** Mulberry32 by Tommy Ettinger (public domain): small, and good enough to mix a load. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => items[below(items.length)]!,
  };
}
