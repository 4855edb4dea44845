import path from 'node:path';
import type { CodemodName, CodemodReport } from '../../codemods/codemod-report.js';
import { newErrors, type TypeCheckError, typeCheck } from '../../codemods/type-check.js';
import { dialectOf } from '../database/dialects.js';
import { isUserError } from '../errors.js';
import { renderStage } from '../migrations/render-migration.js';
import type { Stage } from '../plan/stage.js';
import { applySchemaEdits } from '../schema/edit.js';
import type { PlannedTransition } from '../schema/transition.js';
import type { Undertaking } from './all-or-nothing.js';
import { applyChanges, findRewrites, writeRewrites } from './apply-codemod.js';
import { removeEverywhere } from './install.js';
import { requireKept } from './kept-by-sqlite.js';
import { type PlaceLeft, placeLeft, placesLeft } from './left.js';
import { PlacesLeft } from './places-left-error.js';
import { type Project, requireGenerator } from './project.js';
import { redefinitionFor } from './redefinition.js';
import { holdsBack, type Rewrite, rewriteOf } from './rewrite-report.js';
import { type WrittenStage, writeStage } from './write-stage.js';

export interface StageToPrepare {
  readonly transition: PlannedTransition;
  readonly stage: Stage;
  /** Rewrite files even if git could not bring them back. */
  readonly allowDirty: boolean;
  /** Names of what stands in the database, which the user has looked at. */
  readonly accepted: readonly string[];
  /** The places that stand in the way of what follows, of those that are left. */
  obstructing(places: readonly PlaceLeft[], effect: 'breaks' | 'shows'): readonly PlaceLeft[];
}

export interface PreparedStage extends WrittenStage {
  readonly rewrites: readonly Rewrite[];
  /** The last report of each codemod. */
  readonly reports: readonly CodemodReport[];
  /** Files that made clients with the extension. */
  readonly withoutTransitions: readonly string[];
  /**
   * What the compiler refuses with the client of the stage, and did not before; undefined where there was no client before,
   * so that nobody knows.
   */
  readonly refused: readonly PlaceLeft[] | undefined;
  /** The source could have left the client with this stage, and stays in it for these places. */
  readonly keptFor: readonly PlaceLeft[];
}

/**
 * Makes one stage in the working tree: its migrations, its schema, and the application as its codemods rewrite it. The
 * codemod `contract` needs a client that still has the source, every other codemod one that has the target as it will
 * be: so the schema changes in two steps, with `contract` between them.
 *
 * @throws PlacesLeft where places in the code stand in the way; UserError of the codemods, `dirty-tree`, `read-only`
 */
export async function prepareStage(
  undertaking: Undertaking,
  project: Project,
  { transition, stage, allowDirty, accepted, obstructing }: StageToPrepare,
): Promise<PreparedStage> {
  const { directory, schema, provider } = project;
  const { id } = transition;
  const task = {
    transition: id,
    directory,
    schemaPath: schema.path,
    allowDirty,
    transitionsFile: transitionsFileOf(project),
    ownWork: new Set<string>(),
  };
  const check = () =>
    typeCheck({ cwd: directory, transitionsFile: task.transitionsFile, signal: undertaking.signal });
  // The tree before the stage: an error that the schema edit brings is an error of the stage.
  const before = stage.rollout ? await check().catch(withoutClient) : [];
  const codemods = stage.application.flatMap((step) => (step.kind === 'codemod' ? [step.name] : []));
  const edited = await applySchemaEdits(schema.files, stage.schema);
  const without = await applySchemaEdits(edited, stage.withoutSource);
  const anew = await redefinitionFor(project, id, stage, schema.files, without);
  const migrations = renderStage(id, stage, dialectOf(provider), anew);
  await requireKept(project, transition, stage, migrations, accepted);

  const reports: CodemodReport[] = [];
  const rewrite = async (codemod: CodemodName) => {
    const { report, files } = await findRewrites({ ...task, codemod }, undertaking.signal);
    await writeRewrites(undertaking, task, files);
    reports.push(report);
  };
  /** What is written may come from what is read, and has its new type only once that read is switched. */
  const again = async (codemods: readonly CodemodName[]) => {
    const held = reports.filter((report) => codemods.includes(report.codemod) && holdsBack(report));
    for (const { codemod } of held) await rewrite(codemod);
  };

  const switches = codemods.filter((name) => name !== 'contract');
  const endsSource = codemods.includes('contract');
  const isEarly = switches.length > 0 || !endsSource;
  const written: WrittenStage[] = [];
  if (isEarly) written.push(await writeStage(undertaking, project, schema.files, edited, migrations));
  for (const name of switches) await rewrite(name);
  await again(switches);
  const hiding = reports.filter(({ codemod }) => codemod === 'hide-target').slice(-1);
  const showing = hiding.length > 0 ? obstructing(placesLeft(hiding), 'shows') : [];
  if (showing.length > 0) throw new PlacesLeft(id, stage, showing, 'shows');

  let keptFor: readonly PlaceLeft[] = [];
  if (endsSource) {
    const { report, files } = await findRewrites({ ...task, codemod: 'contract' }, undertaking.signal);
    reports.push(report);
    const breaking = obstructing(placesLeft([report]), 'breaks');
    if (breaking.length > 0 && isEarly) keptFor = breaking;
    else if (breaking.length > 0) throw new PlacesLeft(id, stage, breaking, 'breaks');
    else {
      await writeRewrites(undertaking, task, files);
      const late = isEarly ? [] : migrations;
      written.push(await writeStage(undertaking, project, edited, without, late));
      await again(['contract']);
    }
  }

  const isOver =
    project.transitions.length === 1 && stage.application.some(({ kind }) => kind === 'remove-extension');
  const changes = isOver ? await removeEverywhere(project, generatedIndex(project)) : [];
  return {
    schema: [...new Set(written.flatMap((each) => each.schema))],
    migrations: written.flatMap((each) => each.migrations),
    // A run of `contract` whose edits were not made has only found what is left.
    rewrites: (keptFor.length > 0 ? switches : codemods).map((name) => rewriteOf(reports, name)),
    reports: codemods.flatMap((name) => reports.filter(({ codemod }) => codemod === name).slice(-1)),
    withoutTransitions: await applyChanges(undertaking, task, changes),
    refused: stage.rollout ? before && newErrors(before, await check()).map(refusedPlace) : [],
    keptFor,
  };
}

/** Nothing was generated yet, so there are no errors to compare with. */
function withoutClient(error: unknown): undefined {
  if (isUserError(error) && (error.code === 'no-transitions' || error.code === 'missing-client'))
    return undefined;
  throw error;
}

/** A place that the type check of the stage lists. */
function refusedPlace({ file, line, column, code, message }: TypeCheckError): PlaceLeft {
  return placeLeft({ file, line, column }, 'stage-error', `TS${code}: ${message}`);
}

export function transitionsFileOf(project: Project): string {
  return path.join(requireGenerator(project).output, 'transitions.json');
}

export function generatedIndex(project: Project): string {
  const { output, fileExtension } = requireGenerator(project);
  return path.join(output, `index.${fileExtension}`);
}
