import { findHelpers } from '../../codemods/extension/inline-helpers.js';
import { generatedModule, readTransitionsFile } from '../../codemods/transitions.js';
import { joinUserErrors, UserError } from '../errors.js';

/**
 * Refuses to end a transition while the application still names what was generated for it: that goes with the
 * annotation, and the application would no longer compile.
 *
 * @param directory the folder of the application, absolute
 * @param transitionsFile absolute path of `transitions.json`
 * @param id the transition that ends
 * @throws UserError `helper-in-use`, one for each place
 */
export async function requireHelpersGone(
  directory: string,
  transitionsFile: string,
  id: string,
): Promise<void> {
  const { transitions } = await readTransitionsFile(transitionsFile);
  const entries = transitions.filter((entry) => entry.id === id);
  const places = await findHelpers(directory, entries, generatedModule(transitionsFile));
  const [first, ...others] = places.map(({ source, offset, name }, index) => {
    const { line, character } = source.tree.getLineAndCharacterOfPosition(offset);
    return new UserError('helper-in-use', `${name} is generated for ${id}, and goes with it`, {
      place: { file: source.file, line: line + 1, column: character + 1 },
      ...(index === places.length - 1 && {
        hint: 'write out what it does, or take it over into a file of your own; nothing was changed',
      }),
    });
  });
  if (first) throw joinUserErrors([first, ...others]);
}
