import { ANNOTATION_KEYS, didYouMean, type Pair } from './annotation.js';
import type { Reading } from './reading.js';
import type { Phase } from './transition.js';

/** The pairs of an annotation by their key; unknown and doubled ones are mistakes. */
export function knownPairs(reading: Reading): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const pair of reading.annotation.pairs) {
    if (!(ANNOTATION_KEYS as readonly string[]).includes(pair.key)) {
      reading.report(
        'unknown-key',
        `\`${pair.key}\` is not a key of an annotation`,
        pair.keySpan,
        didYouMean(pair.key, ANNOTATION_KEYS) ?? `known are ${ANNOTATION_KEYS.join(', ')}`,
      );
    } else if (pairs.has(pair.key)) {
      reading.report('duplicate-key', `\`${pair.key}\` is given twice`, pair, 'remove one of the two');
    } else {
      pairs.set(pair.key, pair);
    }
  }
  return pairs;
}

export function only(
  reading: Reading,
  pairs: ReadonlyMap<string, Pair>,
  keys: readonly string[],
  what: string,
): void {
  for (const pair of pairs.values()) {
    if (keys.includes(pair.key)) continue;
    reading.report(
      'conflicting-keys',
      `\`${pair.key}\` does not apply to ${what}`,
      pair,
      `remove \`${pair.key}\``,
    );
  }
}

export function readPhase(reading: Reading, pair: Pair | undefined): Phase {
  if (!pair) return 'expand';
  const phase = pair.value.kind === 'path' ? pair.value.parts.join('.') : '';
  if (phase === 'expand' || phase === 'migrate' || phase === 'contract') return phase;
  return reading.stop(
    'unknown-phase',
    'this is not a phase',
    pair.value,
    didYouMean(phase, ['expand', 'migrate', 'contract']) ?? 'known are expand, migrate, contract',
  );
}

/** The text of a string value that is not empty. */
export function text(reading: Reading, pair: Pair): string {
  const { value } = pair;
  if (value.kind !== 'string' || value.value.trim() === '') {
    return reading.stop(
      'wrong-value',
      `\`${pair.key}\` takes an SQL expression in quotes`,
      value,
      `write \`${pair.key}:"lower(name)"\``,
    );
  }
  return value.value;
}
