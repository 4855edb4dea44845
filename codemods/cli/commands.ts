import type { CodemodName } from '../codemod-report.js';

export interface CommandInfo {
  readonly summary: string;
}

/** What `--help` and `list` say of each codemod. */
export const commands: Readonly<Record<CodemodName | 'list', CommandInfo>> = {
  'switch-reads': { summary: 'reads use the new field' },
  'switch-writes': { summary: 'writes use the new field' },
  'dual-write': { summary: 'writes set both fields (only with sync = "code")' },
  'hide-target': { summary: 'what hides the old field hides the new one beside it' },
  contract: { summary: 'what is left of the old field goes' },
  'rename-field': {
    summary: 'User.userName displayName: a field gets a new name in the code, the column keeps its own',
  },
  'rename-model': { summary: 'User Person: a model gets a new name in the code, the table keeps its own' },
  list: { summary: 'the codemods, and the transitions they are due for' },
};

export const commandNames = Object.keys(commands) as (keyof typeof commands)[];
