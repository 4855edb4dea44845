import type { Rename } from '../src/schema/rename.js';
import type { CodemodName, CodemodReport } from './codemod-report.js';

/** What to run, where. All paths are absolute. */
export interface CodemodRequest {
  readonly codemod: CodemodName;
  /** The working directory: files in the report are relative to it. */
  readonly cwd: string;
  /** What `rename-field` and `rename-model` rename; the other codemods go by transitions. */
  readonly rename?: Rename;
  /** For a rename: the schema file or folder; without it the one that the Prisma CLI would take. */
  readonly schemaPath?: string;
  /** `transitions.json`; without it the one below the working directory, or of the workspace, is taken. */
  readonly transitionsFile?: string;
  /** Ids of transitions (`User.displayName`); without it all that are due for this codemod. */
  readonly transitions?: readonly string[];
  /** tsconfig files; without it the nearest one at or above the working directory. */
  readonly projects?: readonly string[];
  /** Files and folders that may be edited; without it the workspace, or the working directory where `analysisDir` is given. */
  readonly paths?: readonly string[];
  /** The folder whose occurrences are counted and reported; without it the workspace around the working directory. */
  readonly analysisDir?: string;
  /** Globs, relative to the working directory, of files that are neither read nor counted. */
  readonly ignore?: readonly string[];
  /** Records that leave the program get the old key beside the new one. */
  readonly keepShape?: boolean;
  /** For `contract`: the schema moves on in the same step, so the new text is checked against a client without the source. */
  readonly afterDrop?: boolean;
  /** Default `native`. */
  readonly checker?: CheckerName;
  readonly onProgress?: (progress: CodemodProgress) => void;
  /** Something that a person should know of the run, as one sentence. */
  readonly onNotice?: (sentence: string) => void;
  /** Aborting ends the run between two steps with the signal's reason; nothing was written by then anyway. */
  readonly signal?: AbortSignal;
}

export type CheckerName = 'native' | 'ts-morph';

export interface CodemodProgress {
  readonly step: 'search' | 'open' | 'locate' | 'verify';
  readonly done: number;
  /** 0 where the amount is not known. */
  readonly total: number;
}

export interface CodemodRun {
  /** Plain data: `JSON.stringify` of it is the report of `--report json`. */
  readonly report: CodemodReport;
  /** The files that would change, whole, in the order of the report's edits. Writing them is the caller's. */
  readonly files: readonly ChangedFile[];
}

export interface ChangedFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory, with forward slashes, as in the report. */
  readonly file: string;
  /** The text as it was read, with its byte order mark; a writer compares it with the disk before it writes. */
  readonly before: string;
  readonly after: string;
}
