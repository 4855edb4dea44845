/** One folder of `migrations`, with its time stamp, and the text of its `migration.sql`. */
export interface MigrationText {
  readonly folder: string;
  readonly sql: string;
}
