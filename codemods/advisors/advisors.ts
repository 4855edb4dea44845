import type { Advice, Advisor, NamePlace } from './advice.js';
import { angularForms } from './angular-forms.js';
import { beside } from './beside.js';
import { casl } from './casl.js';
import { fabbrica } from './fabbrica.js';
import { language } from './language.js';
import { lodash } from './lodash.js';
import { matchers } from './matchers.js';
import { mocks } from './mocks.js';
import { nest } from './nest.js';
import { screen } from './screen.js';
import { zod } from './zod.js';

/** Each knows one library that takes names of fields where no type says so; the first one, what holds for all of them. */
const ADVISORS: readonly Advisor[] = [
  beside,
  lodash,
  language,
  matchers,
  mocks,
  fabbrica,
  casl,
  angularForms,
  nest,
  zod,
  screen,
];

/** What each says of a place; whose function it is, the checker tells. */
export function advise(place: NamePlace): readonly Advice[] {
  return ADVISORS.flatMap((advisor) => advisor(place) ?? []);
}
