import type { CodemodName } from '../codemod-report.js';

export interface CommandInfo {
  readonly summary: string;
}

/** What `--help` and `list` say of each codemod. */
export const commands: Readonly<Record<CodemodName | 'list', CommandInfo>> = {
  'switch-reads': { summary: 'reads use the new field' },
  'switch-writes': { summary: 'writes use the new field' },
  'dual-write': { summary: 'writes set both fields (only with sync = "code")' },
  contract: { summary: 'what is left of the old field goes' },
  'rename-field': { summary: 'renames a field in the code only; the column stays (not supported yet)' },
  'rename-model': { summary: 'renames a model in the code only; the table stays (not supported yet)' },
  list: { summary: 'the codemods, and the transitions they are due for' },
};

export const commandNames = Object.keys(commands) as (keyof typeof commands)[];
